import { expect, it } from 'vitest'
import { htmlReport } from '../../../src-main/report/html-report'
import type { ComparedRun } from '../../../src-shared/folds/comparison'
import { createComparisonFold, foldComparison } from '../../../src-shared/folds/comparison'
import { metricsOf } from '../support/metrics'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import { minuteOfRaft } from '../support/stream'
import { raft } from '../../../src-shared/protocols/raft'

function run(title: string): ComparedRun {
  const events = minuteOfRaft()
  const fold = createRunFold(raft)
  const comparison = createComparisonFold()
  for (const event of events) {
    foldEvent(fold, event)
    foldComparison(comparison, event, fold)
  }
  const about = { title, protocol: 'raft', engine: 'simulation', seed: 7, watched: [], claimed: [], judgements: [] } as const
  return { ...about, fold, comparison, metrics: metricsOf(events) }
}

it('is one page that needs nothing else, with figures, partitions and charts of every run', () => {
  const html = htmlReport({ comparison: [run('One & only'), run('Other')] })
  expect(html).toContain('One &#38; only')
  expect(html).toContain('Messages per operation')
  expect(html).toContain('Partition from')
  expect(html).not.toContain('did not meet the same faults')
  expect(html.match(/<svg /g)!.length).toBe(2 * (3 + 2 * 2))
  const ids = [...html.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(html).not.toMatch(/<script|(?:href|src)="https?:/)
})
