import { createConsistentHashing } from '../../../src-shared/placement/consistent-hashing'
import { createDirectory, hashBuckets } from '../../../src-shared/placement/directory'
import { createEvenPartitions, createTokenPlacedPartitions } from '../../../src-shared/placement/equal-partitions'
import { createJump } from '../../../src-shared/placement/jump'
import { createMaglev } from '../../../src-shared/placement/maglev'
import { createModulo } from '../../../src-shared/placement/modulo'
import type { ArcPlacement, Member, Placement } from '../../../src-shared/placement/placement'
import { createRange, shardsAt } from '../../../src-shared/placement/range'
import { createRendezvous } from '../../../src-shared/placement/rendezvous'
import { randomTokens } from '../../../src-shared/placement/ring-points'
import { createRandom } from '../../../src-shared/random'
import type { RandomStreams } from '../../../src-shared/random'

/** n1, n2 … */
export function named(count: number, prefix = 'n'): Member[] {
  return Array.from({ length: count }, (_, i) => ({ id: `${prefix}${i + 1}` }))
}

export function someKeys(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `user-${i}`)
}

export function streams(seed: number): RandomStreams {
  return (name) => createRandom(seed, name)
}

export type Build<P extends Placement = Placement> = (members: readonly Member[]) => P

export const BY_ARCS: Readonly<Record<string, Build<ArcPlacement>>> = {
  'consistent hashing': createConsistentHashing,
  'random tokens': (members) => createConsistentHashing(members, { virtual_nodes: 16, points: randomTokens(streams(1)) }),
  'token-placed partitions': (members) =>
    createTokenPlacedPartitions(members, { tokens: 8, partitions: 1_024, random: streams(1) }),
  'even partitions': (members) => createEvenPartitions(members, { partitions: 1_000, random: createRandom(1, 'partitions') }),
  Maglev: (members) => createMaglev(members, { slots: 1_009 })
}

/** Every strategy, by name. */
export const STRATEGIES: Readonly<Record<string, Build>> = {
  modulo: createModulo,
  'jump hash': createJump,
  rendezvous: createRendezvous,
  range: (members) => createRange(members, { shards: shardsAt(['user-2', 'user-4', 'user-6', 'user-8'], members) }),
  directory: (members) => {
    const slots = Array.from({ length: 64 }, (_, slot) => slot)
    const table = new Map(
      members.flatMap(({ id }, at) =>
        slots.filter((slot) => slot % members.length === at).map((slot) => [String(slot), id] as const)
      )
    )
    return createDirectory(members, { table, bucketOf: hashBuckets(64) })
  },
  ...BY_ARCS
}
