/** How long placements of keys take to build, for a hundred members, and to ask for an owner. */
import { createConsistentHashing } from '../../src-shared/placement/consistent-hashing'
import { createJump } from '../../src-shared/placement/jump'
import { createMaglev } from '../../src-shared/placement/maglev'
import type { Member, Placement } from '../../src-shared/placement/placement'
import { createRendezvous } from '../../src-shared/placement/rendezvous'
import { benchRow, times_ms } from './row'
import type { BenchRow } from './row'

const KEYS = Array.from({ length: 10_000 }, (_, i) => `user-${i}`)
const MEMBERS = Array.from({ length: 100 }, (_, i) => ({ id: `n${i + 1}` }))
const BUILD: Readonly<Record<string, (members: readonly Member[]) => Placement>> = {
  'ring, 1,000 virtual nodes each': (members) => createConsistentHashing(members, { virtual_nodes: 1_000 }),
  'Maglev, 65,537 slots': createMaglev,
  rendezvous: createRendezvous,
  'jump hash': createJump
}

export function benchPlacement(rounds = 7): Promise<BenchRow[]> {
  const rows = Object.entries(BUILD).flatMap(([name, build]) => {
    const placement = build(MEMBERS)
    const lookups_ms = times_ms(rounds, () => KEYS.forEach((key) => placement.owner(key)))
    const lookup_us = lookups_ms.map((time_ms) => (time_ms * 1000) / KEYS.length)
    return [
      benchRow(
        `${name}: build`,
        'ms',
        times_ms(rounds, () => build(MEMBERS))
      ),
      benchRow(`${name}: owner`, 'µs', lookup_us)
    ]
  })
  return Promise.resolve(rows)
}
