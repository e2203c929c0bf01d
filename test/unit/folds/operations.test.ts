import { describe, expect, it } from 'vitest'
import { Histogram } from '../../../src-shared/folds/histogram'
import { foldRun } from '../../../src-shared/folds/run'
import { TimeBuckets, createGauges, recordGauge } from '../../../src-shared/folds/time-buckets'
import { StreamBuilder, seededRandom } from '../support/stream'

describe('operations', () => {
  it('are counted by outcome in the step in which they completed; unknown is never fail', () => {
    const run = new StreamBuilder().start().operation(10, 5).operation(20, 5, 'fail').operation(30, 90, 'info').operation(290, 20)
    const { operations } = foldRun(run.events())
    expect(operations).toMatchObject({ invoked: 4, ok: 2, fail: 1, unknown: 1, first_us: 10_000 })
    const cells = [...operations.buckets.cellsIn({ from_us: 0, to_us: 1e6 })].map(([t, { ok, fail, unknown }]) => [
      t,
      ok,
      fail,
      unknown
    ])
    expect(cells).toEqual([
      [0, 1, 1, 0],
      [100_000, 0, 0, 1],
      [300_000, 1, 0, 0]
    ])
    expect(operations.open.size).toBe(0)
  })

  it('find their step although they come late', () => {
    const late = new StreamBuilder()
      .start()
      .operation(900, 1)
      .at(100, { kind: 'ok', client: 'c2', op: 1, result: {}, latency_us: 5, node: 'n1' }, 1000)
    const cells = [...foldRun(late.events()).operations.buckets.cellsIn({ from_us: 0, to_us: 2e6 })].map(([t]) => t)
    expect(cells).toEqual([100_000, 900_000])
  })

  it('mark the step in which events were lost', () => {
    const run = new StreamBuilder().start().operation(10, 5).at(250, { kind: 'gap', source: 'lab', lost: 9 })
    const cells = [...foldRun(run.events()).operations.buckets.cellsIn({ from_us: 0, to_us: 1e6 })].map(
      ([, cell]) => cell.incomplete
    )
    expect(cells).toEqual([false, true])
  })
})

describe('percentiles', () => {
  it('are within 0.6 % of the exact ones', () => {
    const seed = 11
    const random = seededRandom(seed)
    const values = Array.from({ length: 5000 }, () => Math.exp(5 + 4 * random()))
    const histogram = new Histogram()
    for (const value of values) histogram.add(value)
    const sorted = [...values].sort((a, b) => a - b)
    for (const share of [0.01, 0.5, 0.9, 0.99, 1]) {
      const exact = sorted[Math.ceil(share * values.length) - 1]!
      expect(Math.abs(histogram.percentile(share)! / exact - 1), `seed ${seed}, share ${share}`).toBeLessThan(0.006)
    }
  })

  it('of nothing are null', () => {
    expect(new Histogram().percentiles([0.5])).toBeNull()
  })

  it('of merged parts equal those of the whole', () => {
    const [a, b, whole] = [new Histogram(), new Histogram(), new Histogram()]
    for (let i = 1; i <= 100; i += 1) {
      ;(i % 2 ? a : b).add(i * i)
      whole.add(i * i)
    }
    a.merge(b)
    expect(a.percentiles([0.1, 0.5, 0.99])).toEqual(whole.percentiles([0.1, 0.5, 0.99]))
    expect(a.max).toBe(10_000)
  })
})

describe('time buckets', () => {
  const counts = () =>
    new TimeBuckets<{ n: number }>(
      () => ({ n: 0 }),
      (into, later) => {
        into.n += later.n
      }
    )

  it('double their step when the run outgrows them, and lose nothing', () => {
    const buckets = counts()
    const hour_us = 3_600_000_000
    for (let t = 0; t < hour_us; t += 50_000) buckets.at(t).n += 1
    expect(buckets.width_us).toBe(1_600_000)
    const cells = [...buckets.cellsIn({ from_us: 0, to_us: hour_us })]
    expect(cells.length).toBeLessThanOrEqual(4096)
    expect(cells.reduce((sum, [, { n }]) => sum + n, 0)).toBe(hour_us / 50_000)
    expect(buckets.sum({ from_us: 0, to_us: hour_us }).n).toBe(hour_us / 50_000)
  })

  it('leave steps without data out', () => {
    const buckets = counts()
    buckets.at(0).n = 1
    buckets.at(1_000_000).n = 1
    expect([...buckets.cellsIn({ from_us: 0, to_us: 2e6 })].map(([t]) => t)).toEqual([0, 1_000_000])
  })

  it('keep the newest value of a gauge although an older one comes late', () => {
    const gauges = createGauges()
    recordGauge(gauges, 50_000, 7)
    recordGauge(gauges, 40_000, 9)
    expect([...gauges.cellsIn({ from_us: 0, to_us: 1e5 })][0]![1]).toEqual({ t_us: 50_000, last: 7, max: 9 })
  })
})
