/** How likely a read is stale against time after the write, measured beside what WARS predicts; and how many versions reads miss. */
import type { CustomSeriesOption } from 'echarts/charts'
import type { ChartDefinition } from '../../../charts/definition'
import { chartOption, valueAxis } from '../../../charts/frame'
import type { Axis, Series } from '../../../charts/frame'
import { tableChart } from '../../../charts/kinds/table'
import { oneLine } from '../../../charts/lines'
import type { ChartTheme } from '../../../charts/palette'
import type { Plot } from '../../../charts/plot'
import { plotOf, textShape } from '../../../charts/plot'
import type { Point } from '../../../charts/points'
import { durationText } from '../../../charts/time-scale'
import type { ClusterFold } from '../../../folds/cluster'
import type { RunFold } from '../../../folds/run'
import { wilson } from '../../../metrics/wilson'
import { listOf } from '../../../text/list-text'
import type { StalenessBin } from './comparison'
import { doubtsOf } from './assumptions'
import { predictionOf, quorumSizes, stalenessBins } from './comparison'
import type { StalenessState } from './fold'
import { stalenessFold } from './fold'
import type { StalenessPrediction } from './wars'
import { freshAfter, missedVersionsShare, staleShareAt } from './wars'

/** Enough for a line; the figures of a run take more. */
const SAMPLES = 5_000
const POINTS = 100
/** Times shown, as a multiple of the one from which on 99.9 % of reads are fresh. */
const ROOM = 1.2
/** The axis ends at a multiple of so many percent. */
const AXIS_STEP = 5
const DOT_EM = 0.45
const CAP_EM = 0.3
/** Spans of time with fewer reads tell nothing. */
const READS_MIN = 25

export const staleReadsChart: ChartDefinition = {
  id: 'stale-reads',
  title: 'Stale reads by time after the write',
  subtitle: 'share that missed the newest acknowledged write; dots: measured, with 95 % intervals; line: WARS',
  height_px: 240,
  least_px: 150,
  strip: true,
  timeless: true,
  aside: true,
  applies: (run) => stalenessFold.of(run) !== null,
  has_data: (run) => (stalenessFold.of(run)?.reads ?? 0) > 0,
  build(fold, view, theme, size) {
    // Its axis has labels of its own, wherever times stand above all charts.
    const plot = plotOf({ ...view, time_labels: true }, theme, size)
    const state = stalenessFold.of(fold)
    const prediction = state && chartPrediction(state, fold.cluster)
    const bins = state === null ? [] : stalenessBins(state, prediction).filter(({ reads }) => reads >= READS_MIN)
    const until_ms = shownUntil_ms(bins, prediction)
    const shown = bins.filter(({ to_ms }) => to_ms <= until_ms)
    const curve = prediction ? curveOf(prediction, until_ms) : []
    const highest = Math.max(0.01, ...shown.map(({ measured }) => measured.high), ...curve.map(([, share]) => share! / 100))
    const option = chartOption(this, { fold, view, theme, size }, plot, {
      yAxis: {
        ...valueAxis(theme, plot, (value) => `${value} %`),
        max: Math.min(100, AXIS_STEP * Math.ceil((100 * highest) / AXIS_STEP))
      },
      series:
        bins.length === 0 ? [] : [oneLine({ id: 'wars', points: curve, colour: theme.ink }, theme), intervals(shown, theme)],
      empty: bins.length === 0 ? 'too few reads began after an acknowledged write' : null,
      tooltip: () => [],
      graphic: state === null || bins.length === 0 ? [] : notes(state, fold.cluster, prediction, theme, plot)
    })
    return { ...option, xAxis: delayAxis(until_ms, theme), tooltip: { show: false } }
  }
}

interface Known {
  readonly stamp: string
  readonly prediction: StalenessPrediction | null
}
const known = new WeakMap<StalenessState, Known>()

/** Made anew when links or nodes have changed, and when there are twice as many reads. */
function chartPrediction(state: StalenessState, cluster: ClusterFold): StalenessPrediction | null {
  const stamp = `${cluster.topology} ${Math.floor(Math.log2(state.reads + 1))}`
  const before = known.get(state)
  if (before?.stamp === stamp) return before.prediction
  const prediction = predictionOf(state, cluster, SAMPLES)
  known.set(state, { stamp, prediction })
  return prediction
}

function shownUntil_ms(bins: readonly StalenessBin[], prediction: StalenessPrediction | null): number {
  const measured_ms = bins.filter(({ measured }) => measured.share > 0).at(-1)?.to_ms ?? 0
  const predicted_ms = prediction === null ? 0 : ROOM * freshAfter(prediction, 0.999).ms
  return Math.max(measured_ms, predicted_ms) || (bins.at(-1)?.to_ms ?? 1)
}

function curveOf(prediction: StalenessPrediction, until_ms: number): Point[] {
  return Array.from({ length: POINTS + 1 }, (_, i): Point => {
    const t_ms = (i / POINTS) * until_ms
    return [t_ms, 100 * staleShareAt(prediction, t_ms).share]
  })
}

/** A dot for each span of times, and a bar for what it is known to within. */
function intervals(bins: readonly StalenessBin[], theme: ChartTheme): Series {
  return {
    id: 'measured',
    name: 'measured',
    type: 'custom',
    silent: true,
    z: 4,
    clip: false,
    encode: { x: 0, y: 1 },
    data: bins.map(({ from_ms, to_ms, measured: { share, low, high } }) => [
      (from_ms + to_ms) / 2,
      100 * share,
      100 * low,
      100 * high
    ]),
    renderItem: (_, api) => {
      const [x, y] = api.coord([api.value(0), api.value(1)]) as [number, number]
      const low = api.coord([api.value(0), api.value(2)])[1]!
      const high = api.coord([api.value(0), api.value(3)])[1]!
      const cap = theme.font_px * CAP_EM
      const line = (x1: number, y1: number, x2: number, y2: number) => ({
        type: 'line',
        shape: { x1, y1, x2, y2 },
        style: { stroke: theme.tones.teal.fill, lineWidth: theme.line_px }
      })
      const dot = {
        type: 'circle',
        shape: { cx: x, cy: y, r: (theme.font_px * DOT_EM) / 2 },
        style: { fill: theme.tones.teal.fill }
      }
      return {
        type: 'group',
        children: [line(x, low, x, high), line(x - cap, low, x + cap, low), line(x - cap, high, x + cap, high), dot] as never[]
      }
    }
  } satisfies CustomSeriesOption
}

function delayAxis(until_ms: number, theme: ChartTheme): Axis {
  return {
    id: 'time',
    type: 'value',
    min: 0,
    max: until_ms,
    splitLine: { show: false },
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.muted, width: 1 } },
    axisLabel: { color: theme.muted, fontSize: theme.small_px, formatter: durationText, hideOverlap: true, showMaxLabel: false }
  }
}

/** At the upper right: N, R and W, from when on 99.9 % are fresh, and why the line need not fit. */
function notes(
  state: StalenessState,
  cluster: ClusterFold,
  prediction: StalenessPrediction | null,
  theme: ChartTheme,
  plot: Plot
): object[] {
  const { n, r, w } = quorumSizes(cluster)
  const doubts = doubtsOf(state, cluster)
  const lines = [
    `N = ${n}, R = ${r}, W = ${w}; ${state.reads.toLocaleString('en')} reads`,
    ...(prediction === null ? ['WARS: it is not known which nodes keep which key'] : [freshText(prediction)]),
    ...(doubts.length > 0 ? [`WARS need not fit: ${listOf(doubts)}`] : [])
  ]
  return lines.map((text, row) => ({
    id: `note ${row}`,
    silent: true,
    ...textShape(text, plot.left + plot.width, plot.top + (row + 0.5) * theme.small_px * 1.4, theme.text, theme, theme.small_px, {
      align: 'right',
      // It may lie across the line.
      backgroundColor: theme.ground
    })
  }))
}

function freshText(prediction: StalenessPrediction): string {
  const { ms } = freshAfter(prediction, 0.999)
  return ms === 0 ? 'WARS: at no time is a read stale' : `WARS: 99.9 % are fresh after ${durationText(ms)}`
}

const VERSIONS_SHOWN = 8

export const missedVersionsChart = tableChart({
  id: 'missed-versions',
  title: 'Versions that reads missed',
  subtitle: 'share of reads that missed the newest k versions; bound: were a write to stay on its W replicas',
  height_px: 200,
  least_px: 120,
  aside: true,
  applies: (run) => stalenessFold.of(run) !== null,
  has_data: (run) => (stalenessFold.of(run)?.reads ?? 0) > 0,
  columns: ['measured', '95 % interval', 'bound'],
  rows: missedRows,
  empty: 'no read began after an acknowledged write'
})

function missedRows(run: RunFold) {
  const state = stalenessFold.of(run)
  if (state === null || state.reads === 0) return []
  const { n, r, w } = quorumSizes(run.cluster)
  return Array.from({ length: VERSIONS_SHOWN }, (_, i) => {
    const k = i + 1
    const missed = state.versions_behind.slice(k).reduce((sum, count) => sum + count, 0)
    const { share, low, high } = wilson(missed, state.reads)!
    return {
      name: `k = ${k}`,
      cells: [percentText(share), `${percentText(low)}–${percentText(high)}`, percentText(missedVersionsShare(n, r, w, k))]
    }
  })
}

function percentText(share: number): string {
  return `${(100 * share).toFixed(2)} %`
}
