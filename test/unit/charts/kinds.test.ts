import { describe, expect, it } from 'vitest'
import { chartsFor } from '../../../src-shared/charts'
import type { ChartDefinition } from '../../../src-shared/charts/definition'
import { wholeView } from '../../../src-shared/charts/definition'
import { gaugeChart, gaugesTable } from '../../../src-shared/charts/gauge'
import { heatMark } from '../../../src-shared/charts/kinds/heat'
import { tableChart } from '../../../src-shared/charts/kinds/table'
import { THEMES } from '../../../src-shared/charts/palette'
import { foldRun } from '../../../src-shared/folds/run'
import { quorum } from '../../../src-shared/protocols/quorum'
import { raft } from '../../../src-shared/protocols/raft'
import { atomicCommit } from '../../../src-shared/protocols/atomic-commit'
import { StreamBuilder } from '../support/stream'

interface Drawn {
  readonly series: { readonly id: string; readonly data: readonly (readonly number[])[] }[]
  readonly graphic: { readonly id: string; readonly style: { readonly text: string } }[]
  readonly tooltip: { readonly formatter: (hits: unknown) => string }
}

function drawn(chart: ChartDefinition, run: StreamBuilder): Drawn {
  const fold = foldRun(run.at(4000, { kind: 'notice', level: 'info', text: 'x' }).events(), raft)
  return chart.build(fold, wholeView(fold), THEMES.light, { width_px: 900, height_px: 200 }) as unknown as Drawn
}

const INFLIGHT = { name: 'inflight', title: 'In flight', unit: 'messages', per: 'peer', chart: true } as const
const sampled = (run: StreamBuilder, t_ms: number, node: string, values: Record<string, number>) =>
  run.at(t_ms, { kind: 'sample', node, values })
const emptyOf = ({ graphic }: Drawn) => graphic.find(({ id }) => id === 'empty')?.style.text

describe('heat, of a gauge for each peer', () => {
  const chart = gaugeChart(INFLIGHT)

  it('has a row for each peer, in it for each step the highest value, summed over all that tell of it', () => {
    const run = new StreamBuilder(['n1', 'n2', 'n3']).start().bootAll()
    sampled(run, 1000, 'n1', { 'inflight.n2': 3, 'inflight.n3': 1 })
    sampled(run, 1150, 'n1', { 'inflight.n2': 7, 'inflight.n3': 0 })
    sampled(run, 1160, 'n3', { 'inflight.n2': 2 })
    sampled(run, 3000, 'n1', { 'inflight.n2': 0 })
    const { series, tooltip } = drawn(chart, run)
    const cells = series.find(({ id }) => id === 'inflight')!.data
    expect(cells.map(([from_s, , row]) => [Math.floor(from_s!), row])).toEqual([
      [1, 1],
      [3, 1],
      [1, 2]
    ])
    expect(
      tooltip
        .formatter([{ axisValue: 1.02 }])
        .split('\n')
        .slice(1)
    ).toEqual(['n2 9', 'n3 1'])
  })

  it('says so while there is none', () => {
    const run = new StreamBuilder().start().bootAll()
    expect(emptyOf(drawn(chart, run))).toBe('none so far')
    expect(emptyOf(drawn(chart, sampled(run, 500, 'n1', { 'inflight.n2': 0 })))).toBe('none so far')
    expect(emptyOf(drawn(chart, sampled(run, 600, 'n1', { 'inflight.n2': 1 })))).toBeUndefined()
  })

  it('is palest where there is nothing, and strongest at the most', () => {
    const { light } = THEMES
    expect(heatMark(light, 0, 8)).toBe(light.heat[0])
    expect(heatMark(light, 1, 8)).toBe(light.heat[1])
    expect(heatMark(light, 8, 8)).toBe(light.heat.at(-1))
    expect(heatMark(light, 0, 0)).toBe(light.heat[0])
  })
})

describe('a table of gauges', () => {
  const chart = gaugesTable({ id: 'kept', title: 'Kept' }, [
    { name: 'keys', column: 'keys' },
    { name: 'hints', column: 'hints' }
  ])

  it('has what each node sampled last, and nothing of one that is down', () => {
    const run = new StreamBuilder(['n1', 'n2']).start().bootAll()
    sampled(run, 500, 'n1', { keys: 4, hints: 1 })
    sampled(run, 900, 'n1', { keys: 1204, hints: 0 })
    sampled(run, 900, 'n2', { keys: 7, hints: 0 })
    const { graphic, series } = drawn(chart, run.exit(1000, 'n2'))
    const textAt = (id: string) => graphic.find((one) => one.id === id)!.style.text
    expect(['cell 0 n1 0', 'cell 0 n1 1', 'cell 1 n2 0'].map(textAt)).toEqual(['1,204', '0', '–'])
    expect(series, 'no faults across it: it shows a moment').toEqual([])
  })

  it('has a row for each host of several groups of what it tells as a whole, otherwise one for each group', () => {
    const hosts = () => {
      const run = new StreamBuilder(['n1', 'n2']).start().bootAll()
      for (const group of ['g1', 'g2']) run.at(400, { kind: 'sample', node: 'n1', group, values: { keys: 3 } })
      return run
    }
    const cellsOf = (run: StreamBuilder) =>
      drawn(chart, run).graphic.flatMap(({ id, style }) => (id.startsWith('cell') ? [`${id} ${style.text}`] : []))
    expect(cellsOf(hosts())).toContain('cell 1 n1 g2 0 3')
    const told = cellsOf(sampled(hosts(), 500, 'n1', { keys: 6 }))
    expect(told).toContain('cell 0 n1 0 6')
    expect(told).not.toContain('cell 1 n1 g2 0 3')
  })

  it('may have several rows of one name', () => {
    const rows = [1, 2].map((n) => ({ name: 'shard 4', cells: [`move ${n}`] }))
    const twice = tableChart({ ...chart, columns: ['what'], empty: 'none', rows: () => rows })
    const ids = drawn(twice, new StreamBuilder().start().bootAll()).graphic.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('says so while nothing is measured', () => {
    expect(emptyOf(drawn(chart, new StreamBuilder().start().bootAll()))).toBe('nothing measured yet')
  })
})

it('protocols declare what is worth seeing, and what shows a moment stands last', () => {
  const idsOf = (protocol: Parameters<typeof chartsFor>[0]) => chartsFor(protocol).map(({ id }) => id)
  expect(idsOf(raft)).toContain('inflight')
  expect(idsOf(quorum)).toContain('hints-for')
  expect(idsOf(quorum).at(-1)).toBe('kept')
  expect(idsOf(atomicCommit).at(-1)).toBe('members')
})
