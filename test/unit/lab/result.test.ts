import { describe, expect, it } from 'vitest'
import { createAppliedFold } from '../../../src-shared/folds/applied'
import { buildResult } from '../../../src-main/lab/results/result'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { foldRun } from '../../../src-shared/folds/run'
import { endedEarly, expectationVerdict } from '../../../src-shared/result'
import type { CheckResult } from '../../../src-shared/result'
import type { Verdict } from '../../../src-shared/verdict'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import { runStarted } from '../support/run-started'
import { raft } from '../../../src-shared/protocols/raft'

const START = runStarted(['A'])

function resultOf(bodies: EventBody[], verdicts: Verdict[] = [], expectations: object[] = [], fields: object = {}) {
  const events = [START, ...bodies].map((event, i) => ({ t: i * 1000, seq: i + 1, ...event }) as LabEvent)
  return buildResult({
    scenario: scenarioSchema.parse({ name: 'x', title: 'X', expectations, ...fields }),
    engine: 'processes',
    seed: 7,
    started_at: '2026-01-01T00:00:00Z',
    fold: foldRun(events, raft),
    record: {
      events,
      protocol: { roles: [], quorum: 'majority' as const, parameters: {} },
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

describe('a run that is ended before its time', () => {
  const stopped = (stopped_ms: number): EventBody[] => [{ kind: 'run-ended', reason: 'stopped', stopped_us: stopped_ms * 1000 }]
  const late = { expect: 'stall', during: [12, 13] }
  const early = { expect: 'metric', metric: 'violations', equals: 0, during: [1, 2] }
  const whole = { expect: 'metric', metric: 'violations', equals: 0 }

  it('decides what it had come to, and nothing else', () => {
    const result = resultOf(stopped(3500), ['holds'], [late, early, whole], { duration: 20 })
    expect(result.expectations.map(expectationVerdict)).toEqual(['undecided', 'holds', 'undecided'])
    expect(result.expectations[0]!.observed).toBe('the run had only come to 3.5 s')
    expect(result.notices).toEqual(['The run had come to 3.5 s of 20 s: what it says is of that time alone.'])
  })

  it('has not passed, and has not failed either unless something did', () => {
    const nothing_failed = resultOf(stopped(3500), ['holds'], [], { duration: 20 })
    expect([nothing_failed.passed, endedEarly(nothing_failed)]).toEqual([false, true])
    expect(endedEarly(resultOf(stopped(3500), ['violated'], [], { duration: 20 }))).toBe(false)
    expect(endedEarly(resultOf(stopped(3500), [], [{ ...early, equals: 1 }], { duration: 20 }))).toBe(false)
  })

  it('decides nothing about operations of its script that were still to come', () => {
    const operation = { f: 'get', key: 'k' }
    const script = [{ at: 12, client: 'c1', operation, expect: { outcome: 'unknown' } }]
    const { expectations } = resultOf(stopped(3500), [], [], { duration: 20, workload: { clients: 1, script } })
    expect(expectations.map(expectationVerdict)).toEqual(['undecided'])
  })

  it('is over whenever it is ended where it has no duration, but only as far as it came', () => {
    const result = resultOf(stopped(3500), [], [whole], {})
    expect([result.passed, result.unfinished]).toEqual([true, undefined])
    expect(resultOf(stopped(3500), [], [late], {}).passed).toBe(false)
  })
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
