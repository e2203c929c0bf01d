import { describe, expect, it } from 'vitest'
import { chartsFor } from '../../../src-shared/charts'
import { followView, wholeView } from '../../../src-shared/charts/definition'
import type { ChartDefinition, ChartView } from '../../../src-shared/charts/definition'
import { renderSvg } from '../../../src-shared/charts/echarts'
import { THEMES } from '../../../src-shared/charts/palette'
import { roleBands } from '../../../src-shared/protocols/leadership/role-bands'
import { createRunFold, foldRun } from '../../../src-shared/folds/run'
import type { RunFold } from '../../../src-shared/folds/run'
import { CUT, StreamBuilder, minuteOfRaft } from '../support/stream'
import { leadershipFold, leadershipOf } from '../../../src-shared/protocols/leadership/leadership'
import { raft } from '../../../src-shared/protocols/raft'

const SIZE = { width_px: 900, height_px: 260 }
const minute = foldRun(minuteOfRaft(), raft)
const CHARTS = chartsFor(raft).filter(({ applies }) => applies(minute))

interface SeriesLike {
  readonly id: string
  readonly data: readonly (readonly (number | string)[])[]
}

function build(id: string, fold: RunFold, view: ChartView = wholeView(fold)) {
  const chart = CHARTS.find((candidate) => candidate.id === id)!
  return chart.build(fold, view, THEMES.light, SIZE) as Record<string, never> & {
    series: SeriesLike[]
    graphic: { id: string }[]
  }
}

/** A series with its items as plain rows. */
function seriesOf(id: string, fold: RunFold, series: string, view?: ChartView): SeriesLike {
  const found = build(id, fold, view).series.find((one) => one.id === series)!
  return { ...found, data: found.data.map((item) => ('value' in item ? (item.value as number[]) : item)) }
}
const svgOf = (chart: ChartDefinition, fold: RunFold, view: ChartView = wholeView(fold)) =>
  renderSvg(chart.build(fold, view, THEMES.light, SIZE), SIZE)
const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1])

describe.each(CHARTS.map((chart) => [chart.id, chart] as const))('the chart %s', (_, chart) => {
  it('has the time axis, the faults and the elections of all charts', () => {
    const { xAxis, series } = build(chart.id, minute) as unknown as { xAxis: object; series: SeriesLike[] }
    expect(xAxis).toMatchObject({ type: 'value', min: 0, max: 60 })
    expect(series.find(({ id }) => id === 'faults')!.data.map(([from, to]) => [from, to])).toEqual([
      [12, 21],
      [28, 36],
      [31, 40],
      [46, 50],
      [52, 54]
    ])
    expect(series.find(({ id }) => id === 'ticks')!.data).toHaveLength(leadershipOf(leadershipFold.of(minute)!).elections_total)
  })

  it('draws the name of each fault once, and not where another chart has them', () => {
    const names = (view: ChartView) => textsOf(svgOf(chart, minute, view)).filter((text) => text === 'cut n1 n2 | n3 n4 n5')
    expect(names(wholeView(minute))).toHaveLength(1)
    expect(names({ ...wholeView(minute), fault_labels: false })).toHaveLength(0)
  })

  it('says why there is nothing to show', () => {
    const { graphic } = build(chart.id, createRunFold(raft))
    expect(graphic.map(({ id }) => id)).toContain('empty')
    expect(build(chart.id, minute).graphic.map(({ id }) => id)).not.toContain('empty')
  })

  it('draws a picture without a DOM in every theme, at any size, with its title when asked', () => {
    const view = { ...wholeView(minute), title: true }
    for (const theme of Object.values(THEMES)) {
      const svg = renderSvg(chart.build(minute, view, theme, SIZE), SIZE)
      expect(textsOf(svg)).toContain(chart.title)
      expect(svg).not.toMatch(/NaN|undefined/)
    }
    const tiny = { width_px: 40, height_px: 20 }
    expect(renderSvg(chart.build(minute, view, THEMES.light, tiny), tiny)).not.toMatch(/NaN|undefined/)
  })

  it('speaks of a moment in plain lines', () => {
    const { tooltip } = build(chart.id, minute) as unknown as {
      tooltip: { renderMode: string; formatter: (hits: object[]) => string }
    }
    expect(tooltip.renderMode).toBe('richText')
    const lines = tooltip.formatter([{ axisValue: 15 }]).split('\n')
    expect(lines[0]).toBe('15 s')
    expect(lines).toContain('fault: cut n1 n2 | n3 n4 n5')
    expect(lines.join()).not.toMatch(/NaN|undefined|null/)
  })
})

describe('gaps in the data', () => {
  it('break the latency line where nothing succeeded', () => {
    const run = new StreamBuilder().start()
    for (let t = 0; t < 10_000; t += 50) if (t < 3000 || t > 6000) run.operation(t, 2)
    const { data } = seriesOf('latency', foldRun(run.events(), raft), 'p50')
    const missing = data.filter(([, value]) => value === '-').map(([t]) => t as number)
    expect(Math.min(...missing)).toBeGreaterThan(3)
    expect(Math.max(...missing)).toBeLessThan(6.1)
    expect(missing.length).toBeGreaterThan(5)
  })

  it('are zero throughput where nothing completed, but unknown where events were lost', () => {
    const run = new StreamBuilder().start().operation(0, 1).operation(9990, 1).at(5050, { kind: 'gap', source: 'lab', lost: 5 })
    const { data } = seriesOf('throughput', foldRun(run.events(), raft), 'ok', { from_us: 0, to_us: 10_000_000 })
    const at = (t_s: number) => data.filter(([from]) => (from as number) <= t_s).at(-1)![1]
    expect([at(3), at(5.05), at(7)]).toEqual([0, '-', 0])
  })

  it('leave a lone value between them to be seen as a dot', () => {
    const { series } = build(
      'latency',
      foldRun(new StreamBuilder().start().operation(0, 1).operation(5000, 3).operation(9000, 1).events(), raft)
    )
    const items = series.find(({ id }) => id === 'p50')!.data as unknown as { symbol?: string }[]
    expect(items.filter(({ symbol }) => symbol === 'circle')).toHaveLength(2)
  })

  it('break the commit line of a node while its process is down, and only its own', () => {
    const values = (node: string) => seriesOf('commit', minute, node).data.filter(([, value]) => value === '-')
    expect(values('n4').length).toBeGreaterThan(0)
    expect(values('n1')).toHaveLength(0)
  })

  it('break the lag line while no leader reports', () => {
    const run = new StreamBuilder().start().bootAll().elect(100, 'n1', 1)
    for (const t of [200, 400, 600, 5000, 5200])
      run.at(t, { kind: 'sample', node: 'n1', values: { 'lag_entries.n2': 1, 'lag_ms.n2': 9 } })
    const { data } = seriesOf('lag-entries', foldRun(run.events(), raft), 'n2')
    expect(data.map(([, value]) => value)).toEqual([1, 1, 1, '-', 1, 1])
  })
})

describe('bands of roles', () => {
  it('follow one another without overlap, and end where the stream does', () => {
    const bands = roleBands(minute, { from_us: 10_000_000, to_us: 120_000_000 })
    for (const lane of [0, 1, 2, 3, 4]) {
      const own = bands.filter((band) => band.lane === lane)
      expect(own[0]!.from_us).toBe(10_000_000)
      expect(own.at(-1)!.to_us).toBe(60_000_000)
      own.slice(1).forEach((band, i) => expect(band.from_us).toBe(own[i]!.to_us))
    }
  })

  it('tell that a leader is out of date from when another leads a later term until it steps down', () => {
    const run = new StreamBuilder().start().bootAll().elect(100, 'n1', 1).elect(1300, 'n3', 2, ['n4', 'n5'])
    const events = run.role(2000, 'n1', 'follower', 2, 'n3').at(3000, { kind: 'notice', level: 'info', text: 'x' }).events()
    const bands = roleBands(foldRun(events, raft), { from_us: 0, to_us: 60_000_000 })
    const leading = bands.filter(({ role }) => role?.duty === 'leads')
    expect(leading.map(({ lane, from_us, to_us, outdated }) => [lane, from_us, to_us, outdated])).toEqual([
      [0, 103_000, 1_303_000, false],
      [0, 1_303_000, 2_000_000, true],
      [2, 1_303_000, 3_000_000, false]
    ])
  })
})

describe('views', () => {
  it('follow the last minute, and begin at zero while the run is shorter', () => {
    const young = foldRun(new StreamBuilder().start().at(5000, { kind: 'notice', level: 'info', text: 'x' }).events(), raft)
    expect(followView(young)).toEqual({ from_us: 0, to_us: 60_000_000 })
    const old = foldRun(new StreamBuilder().start().at(90_000, { kind: 'notice', level: 'info', text: 'x' }).events(), raft)
    expect(followView(old)).toEqual({ from_us: 30_000_000, to_us: 90_000_000 })
  })

  it('keep a band of a fault that is still on up to now', () => {
    const run = new StreamBuilder().start().fault(1000, null, 'cut', CUT).at(5000, { kind: 'notice', level: 'info', text: 'x' })
    expect(seriesOf('latency', foldRun(run.events(), raft), 'faults').data).toEqual([[1, 5]])
  })
})

it('names as many values beside a chart as its height has room for', () => {
  const chart = CHARTS.find(({ id }) => id === 'throughput')!
  const view = { ...wholeView(minute), fault_labels: false, time_labels: false }
  const valuesAt = (height_px: number) => {
    const size = { width_px: 900, height_px }
    return textsOf(renderSvg(chart.build(minute, view, THEMES.light, size), size)).filter((text) => /^[\d,]+ \/s$/.test(text!))
  }
  expect(valuesAt(200).length).toBeGreaterThanOrEqual(4)
  expect(valuesAt(60).length).toBeLessThanOrEqual(3)
  expect(valuesAt(60).length).toBeGreaterThanOrEqual(2)
})
