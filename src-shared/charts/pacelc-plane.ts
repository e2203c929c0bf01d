/** Latency against the distance between sites, both logarithmic: who waits for another site climbs with the distance. */
import type { EChartsCoreOption } from 'echarts/core'
import type { ExplorerRow } from '../exploration'
import { DISTANCES, runsOf } from '../pacelc/measurement'
import type { Kind, Measurement } from '../pacelc/measurement'
import { medianLatencyOverSites } from '../pacelc/placement'
import type { ChartSize } from './definition'
import type { Plot } from './plot'
import { valueAxis } from './frame'
import { logAxis } from './latency'
import type { Line } from './lines'
import { lineSeries } from './lines'
import type { ChartTheme } from './palette'
import { nodeColour } from './palette'
import type { Point } from './points'
import { durationText } from './time-scale'

/** A configuration as the chart names it: by the letter that stands beside it in the table. */
export interface LetteredRow {
  readonly row: ExplorerRow
  readonly letter: string
}

/** Lines nearer to each other than this at every distance are drawn as one. */
const SAME_SHARE = 0.1
const DASHES = [undefined, [5, 2], [2, 1.5], [6, 2, 1.5, 2]] as const
/** Room beside the shortest and the longest distance, as a factor. */
const MARGIN = 1.5

/** The configurations of a protocol, A, B, C … */
export function letteredRows({ rows }: Pick<Measurement, 'rows'>, protocol: string): LetteredRow[] {
  return rows.filter((row) => row.protocol === protocol).map((row, i) => ({ row, letter: String.fromCharCode(65 + i) }))
}

/** Median latency in most sites of these configurations, for one kind of operation. */
export function latencyByDistance(
  measurement: Pick<Measurement, 'runs'>,
  lettered: readonly LetteredRow[],
  kind: Kind,
  theme: ChartTheme,
  size: ChartSize
): EChartsCoreOption {
  const plot = plotWithin(theme, size)
  const lines = groupsOf(measurement, lettered, kind).map(({ letters, points }, i): Line => ({
    id: letters,
    points,
    colour: nodeColour(theme, i),
    dash: DASHES[i % DASHES.length],
    name: letters,
    value_text: ''
  }))
  const known = lines.flatMap(({ points }) => points.flatMap(([, value]) => value ?? []))
  return {
    animation: false,
    backgroundColor: theme.ground,
    textStyle: { fontFamily: theme.font, fontSize: theme.font_px, color: theme.text },
    grid: { id: 'plot', left: plot.left, top: plot.top, width: plot.width, height: plot.height, outerBoundsMode: 'none' },
    xAxis: distanceAxis(theme),
    yAxis: { id: 'y', ...logAxis(known, valueAxis(theme, plot, durationText)) },
    tooltip: { show: false },
    series: known.length === 0 ? [] : [oneRoundTrip(theme), ...lineSeries(lines, theme, plot)]
  }
}

interface Group {
  readonly letters: string
  readonly points: readonly Point[]
}

/** Configurations that cost the same share a line. */
function groupsOf(measurement: Pick<Measurement, 'runs'>, lettered: readonly LetteredRow[], kind: Kind): Group[] {
  const groups: Group[] = []
  for (const { row, letter } of lettered) {
    const { distances } = runsOf(measurement, row.id)
    const points = distances.map((one): Point => [roundTripOf(one.distance), medianLatencyOverSites(one, kind)])
    const like = groups.findIndex((group) => areSame(group.points, points))
    if (like < 0) groups.push({ letters: letter, points })
    else groups[like] = { letters: `${groups[like]!.letters}${letter}`, points: groups[like]!.points }
  }
  return groups.filter(({ points }) => points.length > 0)
}

function areSame(some: readonly Point[], others: readonly Point[]): boolean {
  return (
    some.length === others.length &&
    some.every(([x, value], i) => {
      const [other_x, other] = others[i]!
      if (value === null || other === null) return value === other && x === other_x
      return x === other_x && Math.abs(value - other) <= SAME_SHARE * Math.max(value, other)
    })
  )
}

function roundTripOf(distance: string): number {
  return DISTANCES.find(({ id }) => id === distance)!.round_trip_ms
}

function distanceAxis(theme: ChartTheme): object {
  const round_trips = DISTANCES.map(({ round_trip_ms }) => round_trip_ms)
  return {
    id: 'distance',
    type: 'log',
    logBase: 10,
    min: round_trips[0]! / MARGIN,
    max: round_trips.at(-1)! * MARGIN,
    splitLine: { show: false },
    minorTick: { show: false },
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.muted, width: 1 } },
    axisTick: { show: true, customValues: round_trips, lineStyle: { color: theme.muted } },
    axisLabel: { customValues: round_trips, color: theme.muted, fontSize: theme.small_px, formatter: durationText }
  }
}

/** What one round trip takes: the measure of all lines. */
function oneRoundTrip(theme: ChartTheme) {
  return {
    id: 'round-trip',
    type: 'line' as const,
    data: DISTANCES.map(({ round_trip_ms }) => [round_trip_ms, round_trip_ms]),
    symbol: 'none',
    silent: true,
    z: 1,
    lineStyle: { color: theme.muted, width: 1, type: [1, 3] }
  }
}

function plotWithin(theme: ChartTheme, { width_px, height_px }: ChartSize): Plot {
  const em = theme.font_px
  const left = Math.round(em * 4.6)
  const top = Math.round(em * 0.9)
  const width = Math.max(1, width_px - left - Math.round(em * 8.5))
  const height = Math.max(1, height_px - top - Math.round(em * 2.2))
  return { left, top, width, height, below: height_px }
}
