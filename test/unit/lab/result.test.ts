import { expect, it } from 'vitest'
import { createAppliedFold } from '../../../src-main/lab/applied'
import { buildResult } from '../../../src-main/lab/result'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { foldRun } from '../../../src-shared/folds/run'
import type { CheckResult, Verdict } from '../../../src-shared/result'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import { runStarted } from '../support/run-started'

const START = runStarted(['A'])

function resultOf(bodies: EventBody[], verdicts: Verdict[] = [], expectations: object[] = []) {
  const events = [START, ...bodies].map((event, i) => ({ t: i * 1000, seq: i + 1, ...event }) as LabEvent)
  return buildResult({
    scenario: scenarioSchema.parse({ name: 'x', title: 'X', expectations }),
    engine: 'processes',
    seed: 7,
    started_at: '2026-01-01T00:00:00Z',
    fold: foldRun(events),
    evidence: {
      events,
      protocol: { roles: [], quorum: 'majority' as const },
      applied: createAppliedFold(),
      up: ['A'],
      judgements: []
    },
    checks: verdicts.map((verdict): CheckResult => ({ name: 'x', title: 'X', verdict, text: '', evidence: [] }))
  })
}

it('passes when every check holds, every expectation is met and nothing made the run void', () => {
  expect(resultOf([], ['holds'], [{ expect: 'metric', metric: 'violations', equals: 0 }]).passed).toBe(true)
})

it.each<[string, EventBody[], Verdict[], object[]]>([
  ['a check is violated', [], ['holds', 'violated'], []],
  ['a check is undecided', [], ['undecided'], []],
  ['an expectation is not met', [], [], [{ expect: 'metric', metric: 'violations', equals: 1 }]],
  ['a notice says that the run cannot be trusted', [{ kind: 'notice', level: 'error', text: 'no' }], [], []],
  ['the run failed', [{ kind: 'run-ended', reason: 'failed', text: 'the fabric process ended by itself' }], [], []]
])('does not pass when %s', (_, bodies, verdicts, expectations) => {
  expect(resultOf(bodies, verdicts, expectations).passed).toBe(false)
})

it('counts operations that were open at the end as unknown, never as failed', () => {
  const invoke = (op: number): EventBody => ({ kind: 'invoke', client: 'c1', op, operation: { f: 'put', key: 'k', value: 'v' } })
  const { operations } = resultOf([
    invoke(1),
    { kind: 'ok', client: 'c1', op: 1, result: {}, latency_us: 5, node: 'A' },
    invoke(2),
    { kind: 'info', client: 'c1', op: 2, error: 'timeout', latency_us: 5 },
    invoke(3)
  ])
  expect(operations).toEqual({ invoked: 3, ok: 1, fail: 0, unknown: 2, not_started: 0 })
})

it('tells the reader what the recording lacks', () => {
  const { notices } = resultOf([
    { kind: 'notice', level: 'warning', text: 'the disk is full' },
    { kind: 'notice', level: 'info', text: 'what might well miss has missed' },
    { kind: 'gap', source: 'A', lost: 12 },
    { kind: 'sampling', source: 'A', keep_one_in: 4 },
    { kind: 'sampling', source: 'A', keep_one_in: 1 }
  ])
  expect(notices).toEqual([
    'the disk is full',
    '12 events of A were lost at 0.003 s.',
    'Message events were sampled: at the busiest, one message in 4 was traced. Counters are whole.'
  ])
})

it('counts what an open loop could not start', () => {
  const sample = (not_started: number): EventBody => ({ kind: 'sample', node: 'c1', values: { not_started } })
  expect(resultOf([sample(3), sample(8)]).operations.not_started).toBe(8)
})
