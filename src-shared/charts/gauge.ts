/** Charts of the gauges that a protocol declares. */
import { hostsOf, replicasOf } from '../folds/cluster'
import type { ReplicaState } from '../folds/cluster'
import type { RunFold } from '../folds/run'
import type { GaugeSample } from '../folds/gauges'
import type { TimeBuckets } from '../folds/time-buckets'
import { replicaName } from '../replica'
import type { SeriesDescription } from '../description/protocol-description'
import type { ChartDefinition, ChartView } from './definition'
import { shortNumber } from './frame'
import type { HeatCell } from './kinds/heat'
import { heatChart } from './kinds/heat'
import { linesChart } from './kinds/lines'
import type { TableRow } from './kinds/table'
import { tableChart } from './kinds/table'
import type { Point } from './points'

/** Of one gauge over time: a line for each replica, or, where there is a gauge for each peer, a row for each peer. */
export function gaugeChart(series: SeriesDescription): ChartDefinition {
  return series.per === 'peer' ? peerChart(series) : replicaChart(series)
}

/** Of a gauge that not every run has: where some node samples it. */
export function optionalGaugeChart(series: SeriesDescription): ChartDefinition {
  const isSampled = ({ cluster }: RunFold) => [...cluster.nodes.values()].some(({ values }) => values[series.name] !== undefined)
  return { ...gaugeChart(series), applies: isSampled }
}

function replicaChart({ name, title, unit }: SeriesDescription): ChartDefinition {
  return linesChart({
    id: idOf(name),
    title,
    subtitle: unit ? `${unit}, of each node` : 'of each node',
    height_px: 130,
    least_px: 80,
    applies: () => true,
    text: shortNumber,
    exact: (value) => `${value.toLocaleString('en')} ${unit}`.trim(),
    missing: 'down',
    holds: true,
    axis: (values) => ({ ...(unit !== 'ms' && { minInterval: 1 }), ...(values.some((value) => value < 0) && { min: null }) }),
    points(run, { key }, view, stepOf) {
      const samples = run.gauges.replicas.get(key)
      if (samples === undefined) return null
      const points = gaugePoints(samples, name, view, stepOf(samples.width_us))
      return points.some(([, value]) => value !== null) ? points : null
    },
    empty: emptyText
  })
}

/** What all replicas together say of each peer: the highest sum of each step. */
function peerChart({ name, title, unit }: SeriesDescription): ChartDefinition {
  return heatChart({
    id: idOf(name),
    title,
    subtitle: `${unit}, by peer; the highest of each step`,
    height_px: 200,
    least_px: 140,
    applies: ({ cluster }) => cluster.nodes.size > 1,
    rows: ({ cluster }) => [...cluster.nodes.keys()],
    cells(run, view, stepOf) {
      const all = [...run.gauges.replicas.values()]
      const step_us = stepOf(Math.max(1, ...all.map(({ width_us }) => width_us)))
      return { step_us, cells: peerCells(run, name, view, step_us) }
    },
    text: shortNumber,
    empty: (most) => (most ? null : 'none so far')
  })
}

/** Figures of each replica at the end of the view, for gauges that are read together. */
export function gaugesTable(
  head: { readonly id: string; readonly title: string },
  series: readonly { readonly name: string; readonly column: string }[]
): ChartDefinition {
  return tableChart({
    ...head,
    subtitle: 'of each node, at the right end of the charts',
    height_px: 200,
    least_px: 150,
    applies: () => true,
    columns: series.map(({ column }) => column),
    rows(run, t_us) {
      const rowOf = (replica: ReplicaState): TableRow => {
        const values = newestSample(run, replica.key, t_us)
        return { name: replicaName(replica), cells: series.map(({ name }) => values?.[name]?.toLocaleString('en') ?? null) }
      }
      const of_hosts = hostsOf(run.cluster).map(rowOf)
      const isKnown = of_hosts.some(({ cells }) => cells.some((cell) => cell !== null))
      return isKnown ? of_hosts : replicasOf(run.cluster).map(rowOf)
    },
    empty: 'nothing measured yet'
  })
}

function idOf(name: string): string {
  return name.replaceAll('_', '-')
}

function emptyText(values: readonly number[]): string | null {
  if (values.length === 0) return 'nothing measured yet'
  return values.every((value) => value === 0) ? 'none so far' : null
}

function peerCells(run: RunFold, name: string, view: ChartView, step_us: number): HeatCell[] {
  return [...run.cluster.nodes.keys()].flatMap((peer, row) => {
    const sums = new Map<number, number>()
    for (const samples of run.gauges.replicas.values())
      for (const [step, value] of highestInSteps(samples, `${name}.${peer}`, view, step_us))
        sums.set(step, (sums.get(step) ?? 0) + value)
    return [...sums].map(([step, value]) => ({ row, start_us: step * step_us, value }))
  })
}

function highestInSteps(samples: TimeBuckets<GaugeSample>, name: string, view: ChartView, step_us: number): Map<number, number> {
  const highest = new Map<number, number>()
  for (const [, { t_us, values }] of samples.cellsIn(view)) {
    const value = values?.[name]
    if (value === undefined) continue
    const step = Math.floor(t_us / step_us)
    highest.set(step, Math.max(highest.get(step) ?? 0, value))
  }
  return highest
}

/** Null: it had sampled nothing, or its process was gone. */
function newestSample({ gauges }: RunFold, replica: string, t_us: number): GaugeSample['values'] {
  let newest: GaugeSample['values'] = null
  for (const [, { values }] of gauges.replicas.get(replica)?.cellsIn({ from_us: 0, to_us: t_us + 1 }) ?? []) newest = values
  return newest
}

/** One point per step is all that the screen can show; gaps always stay, and the value that held when the view began. */
function gaugePoints(samples: TimeBuckets<GaugeSample>, name: string, { from_us, to_us }: ChartView, step_us: number): Point[] {
  const points: Point[] = []
  for (const [, { t_us, values }] of samples.cellsIn({ from_us: 0, to_us: to_us + 1 })) {
    const value = values?.[name] ?? null
    const last = points.at(-1)
    const before = last !== undefined && t_us <= from_us
    const same =
      last && last[1] !== null && value !== null && Math.floor((last[0] * 1e6) / step_us) === Math.floor(t_us / step_us)
    if (before || same) points.pop()
    points.push([Math.max(t_us, from_us) / 1e6, value])
  }
  return points
}
