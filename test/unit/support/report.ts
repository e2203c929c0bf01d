/** A finished run for tests of exports. */
import { faultCards } from '../../../src-shared/folds/fault-cards'
import { metricsOf } from './metrics'
import { foldRun } from '../../../src-shared/folds/run'
import type { LabEvent } from '../../../src-shared/events'
import type { RunResult } from '../../../src-shared/result'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import type { RecordedReport } from '../../../src-main/lab/run/session'
import { historyOf } from '../../../src-main/workload/history'
import { raft } from '../../../src-shared/protocols/raft'

export function reportOf(events: readonly LabEvent[], change: Partial<RunResult> = {}): RecordedReport {
  const fold = foldRun(events, raft)
  const { invoked, ok, fail, unknown } = fold.operations
  const result: RunResult = {
    format: 1,
    version: '0.0.0',
    scenario: 'made-up',
    title: 'A minute of Raft',
    protocol: 'raft',
    engine: 'processes',
    seed: 7,
    started_at: '2026-01-01T00:00:00.000Z',
    duration_ms: fold.cluster.now_us / 1000,
    passed: false,
    checks: [
      { name: 'linearizable', title: 'Linearizable', verdict: 'holds', text: '8,647 operations on 10 keys.', evidence: [] },
      {
        name: 'log-matching',
        title: 'Logs match',
        verdict: 'violated',
        text: 'n1 and n2 differ.',
        evidence: ['12.000 s: entry 7 <a>']
      }
    ],
    expectations: [
      { text: 'leaderless_ms.max is at most 1000: the paper says so', met: true, observed: '305' },
      { text: 'n4 is leader at 50 s', met: false, observed: 'follower in term 3' }
    ],
    operations: { invoked, ok, fail, unknown, not_started: 0 },
    faults: faultCards(fold),
    metrics: metricsOf(events),
    notices: ['120 events of lab were lost at 55.000 s.'],
    ...change
  }
  const scenario = scenarioSchema.parse({
    name: 'made-up',
    title: 'A minute of Raft',
    summary: 'A five-node cluster is cut in two & put together again.'
  })
  return { scenario, result, events, history: historyOf(events), forgotten: 0, recording: '/nowhere', recording_error: null }
}
