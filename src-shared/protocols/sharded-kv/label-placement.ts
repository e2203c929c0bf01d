/** Strategies that place shards as if their names were keys: the placement service goes by this, and the picture explains it. */
import { createJump } from '../../placement/jump'
import { createMaglev } from '../../placement/maglev'
import type { Placement } from '../../placement/placement'
import { createRendezvous } from '../../placement/rendezvous'

/** Of Maglev’s table, a prime: a hundred for each of as many groups as there may be. */
const MAGLEV_SLOTS = 6421

/** The shard as a key. */
export function shardLabel(shard: number): string {
  return `shard-${shard}`
}

/** Places {@link shardLabel}s on the groups. */
export function createLabelPlacement(strategy: 'rendezvous' | 'jump' | 'maglev', groups: readonly string[]): Placement {
  const members = groups.map((id) => ({ id }))
  switch (strategy) {
    case 'rendezvous':
      return createRendezvous(members)
    case 'jump':
      return createJump(members)
    case 'maglev':
      return createMaglev(members, { slots: MAGLEV_SLOTS })
  }
}
