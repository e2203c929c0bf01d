import { describe, expect, it } from 'vitest'
import { chartsFor } from '../../../src-shared/charts'
import { wholeView } from '../../../src-shared/charts/definition'
import { gaugeChart } from '../../../src-shared/charts/gauge'
import { THEMES } from '../../../src-shared/charts/palette'
import { foldRun } from '../../../src-shared/folds/run'
import { StreamBuilder } from '../support/stream'
import { raft } from '../../../src-shared/protocols/raft'

const HINTS = { name: 'hints_kept', title: 'Hints kept', unit: 'hints', chart: true } as const
const chart = gaugeChart(HINTS)

function built(run: StreamBuilder) {
  const fold = foldRun(run.at(1000, { kind: 'notice', level: 'info', text: 'x' }).events(), raft)
  const { series, graphic, yAxis } = chart.build(fold, wholeView(fold), THEMES.light, { width_px: 600, height_px: 130 }) as {
    series: { id: string; step?: string; data: readonly unknown[] }[]
    graphic: { id: string; style?: { text: string } }[]
    yAxis: { min: number | null }
  }
  const empty = graphic.find(({ id }) => id === 'empty')?.style?.text ?? null
  return { lineOf: (node: string) => series.find(({ id }) => id === node), empty, least: yAxis.min }
}
const sampled = (run: StreamBuilder, t_ms: number, value: number) =>
  run.at(t_ms, { kind: 'sample', node: 'n1', values: { hints_kept: value } })

describe('the chart of a gauge', () => {
  it('has a line for each node that samples it, held from sample to sample and broken where the process ends', () => {
    const run = new StreamBuilder().start().bootAll()
    sampled(run, 100, 0)
    sampled(run, 300, 4)
    run.exit(500, 'n1')
    const { lineOf, empty } = built(run)
    expect(lineOf('n1')).toMatchObject({
      step: 'end',
      data: [
        [0.1, 0],
        [0.3, 4],
        [0.5, '-']
      ]
    })
    expect(lineOf('n2')).toBeUndefined()
    expect(empty).toBeNull()
  })

  it('has a line for each host of several groups, where hosts tell it as a whole', () => {
    const hosts = () => {
      const run = new StreamBuilder().start().bootAll()
      return run.at(200, { kind: 'sample', node: 'n1', group: 'g1', values: { hints_kept: 1 } })
    }
    expect(built(hosts()).lineOf('n1 g1')).toBeDefined()
    const { lineOf } = built(sampled(hosts(), 300, 4))
    expect(lineOf('n1')).toBeDefined()
    expect(lineOf('n1 g1')).toBeUndefined()
  })

  it('begins at 0 unless something is below it', () => {
    const run = new StreamBuilder().start().bootAll()
    expect(built(sampled(run, 100, 4)).least).toBe(0)
    expect(built(sampled(run, 300, -2)).least).toBeNull()
  })

  it('says so while nothing is measured, and while there is none', () => {
    const run = new StreamBuilder().start().bootAll()
    expect(built(run).empty).toBe('nothing measured yet')
    expect(built(sampled(run, 100, 0)).empty).toBe('none so far')
  })
})

it('a chart of a gauge that not every run has is there where some node samples it', () => {
  const [chart] = chartsFor(null).filter(({ id }) => id === 'busy-percent')
  const sample = (values: Record<string, number>) => foldRun([{ seq: 1, t: 1, kind: 'sample', node: 'n1', values }])
  expect(chart!.applies(sample({ open_requests: 1 }))).toBe(false)
  expect(chart!.applies(sample({ busy_percent: 0 }))).toBe(true)
})

it('charts of a run are those of any protocol, what its own declares, and its gauges worth one', () => {
  const series = [HINTS, { name: 'keys', title: 'Keys', unit: 'keys' }]
  const idsOf = (protocol: Parameters<typeof chartsFor>[0]) => chartsFor(protocol).map(({ id }) => id)
  const of_runtime = ['busy-percent', 'requests-queued', 'believed-error-ms', 'clock-bound-ms']
  expect(idsOf(null)).toEqual(['latency', 'throughput', 'partition', ...of_runtime])
  expect(idsOf({ charts: raft.charts.slice(0, 2), description: { ...raft.description, series } })).toEqual([
    ...['latency', 'throughput', 'terms', 'leadership', 'partition', ...of_runtime, 'hints-kept']
  ])
})
