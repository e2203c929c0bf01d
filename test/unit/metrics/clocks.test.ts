import { expect, test } from 'vitest'
import type { StreamBuilder as Stream } from '../support/stream'
import { StreamBuilder } from '../support/stream'
import { metricsOf } from '../support/metrics'

const SECOND = 1000

function sampled(run: Stream, t_ms: number, values: Record<string, number>): Stream {
  return run.at(t_ms, { kind: 'sample', node: 'n1', values })
}

test('a clock that gains 50 µs a second gains 4.32 s a day, whatever it was set to before', () => {
  const run = new StreamBuilder().start().bootAll()
  sampled(run, 1 * SECOND, { clock_error_ms: 0 })
  run.at(2 * SECOND, { kind: 'node-clock', node: 'n1', offset_us: 9_000_000, drift_ppm: 50 })
  sampled(run, 3 * SECOND, { clock_error_ms: 9_000 })
  sampled(run, 13 * SECOND, { clock_error_ms: 9_000.5 })
  const metrics = metricsOf(run.events())
  expect(metrics['clock_gain.s_per_day']).toBeCloseTo(4.32, 6)
  expect(metrics['clock_error.max_ms']).toBe(9_000.5)
})

test('what nodes believe is measured where they say so: how far it is off, and how often true time is outside', () => {
  const run = new StreamBuilder().start().bootAll()
  sampled(run, 100, { clock_error_ms: 0, believed_error_ms: -3, clock_bound_ms: 5 })
  sampled(run, 300, { clock_error_ms: 0, believed_error_ms: 2, clock_bound_ms: 1 })
  expect(metricsOf(run.events())).toMatchObject({
    'believed_error.max_ms': 3,
    'clock_bound.max_ms': 5,
    'clock_bound.misses': 1
  })
})

test('of clocks that are right, and that nobody keeps, there is nothing to say', () => {
  const metrics = metricsOf(sampled(new StreamBuilder().start().bootAll(), 100, { clock_error_ms: 0 }).events())
  expect(Object.keys(metrics).filter((name) => /clock|believed/.test(name))).toEqual([])
})
