import { expect, it } from 'vitest'
import type { LabEvent } from '../../../src-shared/events'
import type { MeasuredRun } from '../../../src-shared/metrics/metric'
import { loadMetrics } from '../../../src-shared/protocols/quorum/load-metrics'

const SPAN = { from_us: 1000, to_us: 2000 }
const RUN = {} as MeasuredRun

/** The figures of the span after these samples of `requests`. */
function figuresOf(...samples: [t: number, node: string, requests: number][]) {
  const measurement = loadMetrics.measure([SPAN])
  for (const [t, node, requests] of samples)
    measurement.fold({ kind: 'sample', t, seq: 0, node, values: { requests } } as LabEvent, RUN)
  return measurement.figures(SPAN, RUN)
}

it('sets the mean load beside the highest one, and counts who is far off, by what was served within the span', () => {
  const before: [number, string, number][] = [
    [500, 'a', 1000],
    [500, 'b', 0],
    [500, 'c', 0]
  ]
  const figures = figuresOf(...before, [1500, 'a', 1100], [1500, 'b', 100], [1500, 'c', 40], [2500, 'c', 900])
  expect(figures).toEqual({ 'load.efficiency_percent': 80, 'load.out_of_balance_percent': 100 })
})

it('goes on counting when a node starts again, which counts from nothing', () => {
  const figures = figuresOf([1100, 'a', 60], [1100, 'b', 100], [1200, 'a', 40], [1200, 'b', 100])
  expect(figures).toEqual({ 'load.efficiency_percent': 100, 'load.out_of_balance_percent': 0 })
})

it('has nothing to say of replicas that served nothing', () => {
  expect(figuresOf([1100, 'a', 0])).toEqual({})
})
