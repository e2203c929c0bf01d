import { expect, test } from 'vitest'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import type { MeasuredRun, MetricGroup } from '../../../src-shared/metrics/metric'
import { WHOLE_RUN } from '../../../src-shared/metrics/metric'
import { commitMetrics } from '../../../src-shared/protocols/transactions/commit-metrics'
import { Decided, Prepared, Recovered, Released, Started } from '../../../src-shared/protocols/transactions/facts'
import { transactionMetrics } from '../../../src-shared/protocols/transactions/metrics'

const started = (transaction: string) => Started.of('c', { transaction, participants: ['p'] })
const decided = (transaction: string, commit: boolean) => Decided.of('c', { transaction, commit, participants: ['p'] })
const prepared = (transaction: string, writes: string[]) => Prepared.of('p', { transaction, reads: ['x'], writes })
const released = (transaction: string) => Released.of('p', { transaction, commit: true })

/** The figures of a run that ends at 1 s; each event with its time in ms. */
function figuresOf(group: MetricGroup, ...events: [number, EventBody][]) {
  const run = { cluster: { now_us: 1_000_000 } } as MeasuredRun
  const measurement = group.measure([WHOLE_RUN])
  events.forEach(([t_ms, body], i) => measurement.fold({ ...body, t: t_ms * 1000, seq: i + 1 } as LabEvent, run))
  return measurement.figures(WHOLE_RUN, run)
}

test('a commit takes from the request for votes to the decision; what is aborted does not count', () => {
  const events: [number, EventBody][] = [
    [0, started('a')],
    [10, started('b')],
    [20, started('c')],
    [30, decided('a', true)],
    [60, decided('b', true)],
    [500, decided('c', false)]
  ]
  expect(figuresOf(commitMetrics, ...events)).toMatchObject({ 'commit_ms.mean': 40 })
  expect(figuresOf(commitMetrics)).toEqual({})
})

test('keys are locked, each by itself, from the vote to the release, through a restart, and to the end of the run', () => {
  const kept = { transaction: 'a', reads: ['x'], writes: ['y'] }
  const events: [number, EventBody][] = [
    [0, prepared('a', ['y'])],
    [100, Recovered.of('p', { prepared: [kept], forced: [], committed: [], aborted: [] })],
    [200, released('a')],
    // The key that it reads is the one that it writes.
    [900, prepared('b', ['x'])]
  ]
  expect(figuresOf(transactionMetrics, ...events)).toMatchObject({
    'locks_held_ms.total': 2 * 200 + 100,
    'in_doubt_ms.max': 200
  })
})
