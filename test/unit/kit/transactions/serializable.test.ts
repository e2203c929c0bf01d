import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEADLOCK_POLICIES } from '../../../../src-shared/protocols/transactions/execution/choices'
import { Cluster, runAll } from './cluster'
import { choices, chooser, transactions } from './draws'
import { isSerializable } from './serial'

describe('strict two-phase locking', () => {
  it.each(DEADLOCK_POLICIES)('under %s commits what some serial order explains, and everybody comes to an end', (policy) => {
    fc.assert(
      fc.property(transactions(4), choices, (all, given) => {
        const cluster = new Cluster('serializable', policy)
        const sessions = all.map((steps, i) => cluster.begin(`t${i}`, steps))
        runAll(cluster, sessions, chooser(given))
        expect(sessions.filter(({ state }) => state === 'open')).toEqual([])
        expect(isSerializable(cluster.committed, cluster.values())).toBe(true)
        expect(cluster.shards.map(({ locks }) => locks.keys.size + locks.prefixes.size)).toEqual([0, 0])
      }),
      { numRuns: 300 }
    )
  })

  it.each(['wait-die', 'wound-wait'] as const)('under %s never lets a cycle of waits come about', (policy) => {
    fc.assert(
      fc.property(transactions(6), choices, (all, given) => {
        const cluster = new Cluster('serializable', policy)
        const sessions = all.map((steps, i) => cluster.begin(`t${i}`, steps))
        runAll(cluster, sessions, chooser(given))
        expect(sessions.filter(({ reason }) => reason === 'deadlock')).toEqual([])
      }),
      { numRuns: 300 }
    )
  })

  it('never aborts the oldest under wait-die and wound-wait, so that a try that keeps its age commits at last', () => {
    fc.assert(
      fc.property(fc.constantFrom('wait-die' as const, 'wound-wait' as const), transactions(5), choices, (policy, all, given) => {
        const cluster = new Cluster('serializable', policy)
        const sessions = all.map((steps, i) => cluster.begin(`t${i}`, steps))
        runAll(cluster, sessions, chooser(given))
        expect(sessions[0]).toMatchObject({ state: 'committed' })
      }),
      { numRuns: 200 }
    )
  })

  it.each(['skip-read-locks', 'skip-predicate-locks', 'upgrade-without-wait', 'short-write-locks'] as const)(
    'is not what it says with %s: some order of steps is not explained',
    (bug) => {
      const cluster_of = () => new Cluster('serializable', 'detection', { [bug]: true })
      const found = fc.check(
        fc.property(transactions(4), choices, (all, given) => {
          const cluster = cluster_of()
          const sessions = all.map((steps, i) => cluster.begin(`t${i}`, steps))
          runAll(cluster, sessions, chooser(given))
          return isSerializable(cluster.committed, cluster.values())
        }),
        { numRuns: 2000, seed: 1 }
      )
      expect(found.failed).toBe(true)
    }
  )
})
