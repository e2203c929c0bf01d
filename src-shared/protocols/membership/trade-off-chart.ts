/** False alarms against detection time, for every timeout and every φ, on the very same heartbeats. */
import type { ChartDefinition } from '../../charts/definition'
import type { Axis } from '../../charts/frame'
import { chartOption, shortNumber, valueAxis } from '../../charts/frame'
import { logAxis } from '../../charts/latency'
import type { Line } from '../../charts/lines'
import { lineSeries } from '../../charts/lines'
import type { ChartTheme } from '../../charts/palette'
import { nodeColour } from '../../charts/palette'
import { plotOf } from '../../charts/plot'
import type { Point } from '../../charts/points'
import { durationText } from '../../charts/time-scale'
import type { HeardGap, TradeOffPoint } from '../../failure-detection/trade-off'
import { phiTradeOff, timeoutTradeOff } from '../../failure-detection/trade-off'
import type { RunFold } from '../../folds/run'
import { detectorsFold } from './detectors'
import { gapsByPeer } from './heard-gaps'
import { phiSettings } from './phi-settings'

/** Of more peers only all together have lines. */
const PEERS_MAX = 3
const TIMEOUT_DASH = [4, 2]
const ALL_WIDTH = 1.6

export const tradeOffChart: ChartDefinition = {
  id: 'detector-trade-off',
  title: 'False alarms against detection time',
  subtitle: 'wrong suspicions a minute, by the mean silence until one; dashed: timeouts',
  height_px: 240,
  least_px: 150,
  timeless: true,
  aside: true,
  applies: (run) => detectorsFold.of(run)?.histories.has('phi') ?? false,
  has_data: (run) => (detectorsFold.of(run)?.heard.size ?? 0) > 0,
  build(fold, view, theme, size) {
    // Its axis has labels of its own, wherever times stand above all charts.
    const plot = plotOf({ ...view, time_labels: true }, theme, size)
    const lines = linesOf(fold, theme)
    const alarms = lines.flatMap(({ points }) => points.flatMap(([, value]) => value ?? []))
    const option = chartOption(this, { fold, view, theme, size }, plot, {
      yAxis: logAxis(
        alarms,
        valueAxis(theme, plot, (value) => `${shortNumber(value)} /min`)
      ),
      series: lineSeries(lines, theme, plot),
      empty: lines.length === 0 ? 'no heartbeat came too late for any threshold so far' : null,
      tooltip: () => []
    })
    return { ...option, xAxis: silenceAxis(lines, theme), tooltip: { show: false } }
  }
}

function linesOf(run: RunFold, theme: ChartTheme): Line[] {
  const by_peer = gapsByPeer(detectorsFold.of(run)?.heard ?? new Map())
  const all = linesOfGaps(run, 'all', [...by_peer.values()].flat(), theme.ink)
  if (by_peer.size > PEERS_MAX) return all
  const peers = [...run.cluster.nodes.keys()]
  return [
    ...[...by_peer].flatMap(([peer, gaps]) => linesOfGaps(run, peer, gaps, nodeColour(theme, peers.indexOf(peer)))),
    ...all.map((line) => ({ ...line, width: ALL_WIDTH }))
  ]
}

function linesOfGaps(run: RunFold, name: string, gaps: readonly HeardGap[], colour: string): Line[] {
  const line = (detector: string, points: readonly TradeOffPoint[], dash?: readonly number[]): Line => ({
    id: `${name} ${detector}`,
    points: points.filter(({ alarms_per_minute }) => alarms_per_minute > 0).map(toPoint),
    colour,
    dash,
    name: `${name} ${detector}`,
    value_text: ''
  })
  const both = [
    line('φ', phiTradeOff(gaps, phiSettings(run.cluster.parameters))),
    line('timeout', timeoutTradeOff(gaps), TIMEOUT_DASH)
  ]
  return both.filter(({ points }) => points.length > 0)
}

/** A line ends where no heartbeat came too late any more. */
function toPoint({ silence_us, alarms_per_minute }: TradeOffPoint): Point {
  return [silence_us / 1000, alarms_per_minute]
}

function silenceAxis(lines: readonly Line[], theme: ChartTheme): Axis {
  return {
    id: 'time',
    type: 'value',
    min: 0,
    max: Math.max(1, ...lines.flatMap(({ points }) => points.map(([silence_ms]) => silence_ms))),
    splitLine: { show: false },
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.muted, width: 1 } },
    axisLabel: { color: theme.muted, fontSize: theme.small_px, formatter: durationText, hideOverlap: true, showMaxLabel: false }
  }
}
