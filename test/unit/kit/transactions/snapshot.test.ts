import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareHybrid } from '../../../../src-shared/causality/hybrid-clock'
import type { StoredValue } from '../../../../src-shared/data-types/transaction/apply'
import type { ShardStep } from '../../../../src-node/protocols/kit/transactions/steps'
import { Cluster, runAll } from './cluster'
import type { Session } from './cluster'
import { choices, chooser, transactions } from './draws'
import { apply } from './serial'

/** What it read, from the state that its snapshot had. */
function expectedAnswers(session: Session, committed: readonly Session[]) {
  const values = new Map<string, StoredValue>()
  for (const { steps, committed_at } of committed)
    if (compareHybrid(committed_at, session.age) <= 0) for (const step of steps) apply(values, step)
  return session.steps.map((step) => apply(values, step))
}

describe('snapshot isolation', () => {
  it('shows each transaction all that was committed before it, its own writes and nothing else', () => {
    fc.assert(
      fc.property(transactions(5), choices, (all, given) => {
        const cluster = new Cluster('snapshot')
        const sessions = all.map((steps, i) => cluster.begin(`t${i}`, steps))
        runAll(cluster, sessions, chooser(given))
        for (const session of cluster.committed) expect(session.answers).toEqual(expectedAnswers(session, cluster.committed))
      }),
      { numRuns: 300 }
    )
  })

  it('never lets two transactions commit that ran at the same time and wrote the same key', () => {
    fc.assert(
      fc.property(transactions(5), choices, (all, given) => {
        const cluster = new Cluster('snapshot')
        const sessions = all.map((steps, i) => cluster.begin(`t${i}`, steps))
        runAll(cluster, sessions, chooser(given))
        expect(rivals(cluster.committed)).toEqual([])
      }),
      { numRuns: 300 }
    )
  })

  it.each(['skip-first-committer', 'read-past-snapshot'] as const)('is not what it says with %s', (bug) => {
    const found = fc.check(
      fc.property(transactions(4), choices, (all, given) => {
        const cluster = new Cluster('snapshot', 'detection', { [bug]: true })
        const sessions = all.map((steps, i) => cluster.begin(`t${i}`, steps))
        runAll(cluster, sessions, chooser(given))
        const is_read_alike = cluster.committed.every(
          (session) => JSON.stringify(session.answers) === JSON.stringify(expectedAnswers(session, cluster.committed))
        )
        return is_read_alike && rivals(cluster.committed).length === 0
      }),
      { numRuns: 1000, seed: 1 }
    )
    expect(found.failed).toBe(true)
  })
})

function rivals(committed: readonly Session[]): string[] {
  return committed.flatMap((later, i) =>
    committed
      .slice(0, i)
      .filter(
        (earlier) =>
          compareHybrid(earlier.committed_at, later.age) > 0 &&
          writtenBy(earlier.steps).some((key) => writtenBy(later.steps).includes(key))
      )
      .map(({ name }) => `${name} ${later.name}`)
  )
}

function writtenBy(steps: readonly ShardStep[]): string[] {
  return steps.flatMap((step) => (step.do === 'read' || step.do === 'scan' ? [] : [step.key]))
}
