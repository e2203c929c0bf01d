import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../src-shared/random'
import { TestCluster } from './cluster'

const MOMENTS = ['write', 'wait', 'crash', 'cut', 'heal', 'promote', 'snapshot'] as const

function tryMoment(cluster: TestCluster, moment: (typeof MOMENTS)[number], index: number): void {
  switch (moment) {
    case 'write':
      for (const node of ['A', 'B']) cluster.put(node, `k${index % 5}`, `v${index}`)
      return
    case 'wait':
      return cluster.advance(200)
    case 'crash':
      cluster.crash('B')
      return cluster.start('B')
    case 'cut':
      return cluster.isolate('B')
    case 'heal':
      return cluster.heal()
    case 'promote':
      return cluster.command(index % 2 === 0 ? 'A' : 'B', 'promote')
    case 'snapshot':
      return cluster.command('A', 'take-snapshot')
  }
}

describe('the transfer of a log in pieces', () => {
  it('ends, with both logs alike, whatever was reordered, duplicated, lost or restarted before', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.constantFrom(...MOMENTS), { maxLength: 30 }), (seed, moments) => {
        const cluster = new TestCluster(['A', 'B'], {
          failover: 'manual',
          max_entries_per_message: 1,
          max_unacknowledged_entries: 1,
          snapshot_every_entries: 2,
          snapshot_keep_entries: 0,
          snapshot_chunk_bytes: 16
        })
        cluster.scramble(createRandom(seed, 'network'))
        moments.forEach((moment, index) => tryMoment(cluster, moment, index))
        cluster.scramble(null)
        cluster.heal()
        cluster.advance(3000)
        const [one, other] = ['A', 'B'].map((node) => cluster.state(node))
        expect([...other!.machine.data].sort()).toEqual([...one!.machine.data].sort())
        expect(other!.applied).toBe(one!.applied)
        expect(cluster.found.filter((text) => !text.startsWith('lost '))).toEqual([])
      }),
      { numRuns: 80 }
    )
  })
})
