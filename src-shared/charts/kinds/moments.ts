/** Moments: a row for each member, in it marks at the moments at which something happened there. */
import type { CustomSeriesOption } from 'echarts/charts'
import type { RunFold } from '../../folds/run'
import type { ChartDefinition, ChartView } from '../definition'
import { chartOption, laneAxis } from '../frame'
import type { ChartTheme } from '../palette'
import type { Plot } from '../plot'
import { plotOf, secondsPerPx, textShape, textWidth } from '../plot'
import type { ChartHead } from './kind'

export interface LaneMoment {
  /** Its lane, from 0 at the top. */
  readonly lane: number
  readonly t_us: number
  colour(theme: ChartTheme): string
  /** A letter; absent: a bare tick. */
  readonly letter?: string
  /** It stands out: what its declaration says of that. */
  readonly ringed?: boolean
  /** What the cursor says of it. */
  readonly told: string
}

export interface MomentsDeclaration extends ChartHead {
  /** Names, from the top. */
  lanes(run: RunFold): readonly string[]
  /** Oldest first. */
  moments(run: RunFold): readonly LaneMoment[]
  /** Why there is nothing to see. */
  readonly empty: string
}

/** Of a lane's height. */
const TICK_SHARE = 0.55
/** Radius of a letter's circle: in font sizes, and at most of a lane's height; of the ring around it, of that. */
const BADGE_EM = 0.75
const BADGE_SHARE = 0.36
const RING_SHARE = 1.35
/** The cursor tells of what is so near. */
const NEAR_PX = 5

export function momentsChart(declaration: MomentsDeclaration): ChartDefinition {
  return {
    ...declaration,
    build(fold, view, theme, size) {
      const plot = plotOf(view, theme, size)
      const lanes = declaration.lanes(fold)
      const shown = declaration.moments(fold).filter(({ t_us }) => t_us >= view.from_us && t_us <= view.to_us)
      const near_us = NEAR_PX * secondsPerPx(view, plot) * 1e6
      return chartOption(this, { fold, view, theme, size }, plot, {
        yAxis: laneAxis(theme, lanes, plot.height),
        series: [seriesOf(declaration.id, shown, plot.height / Math.max(1, lanes.length), view, plot, theme)],
        empty: shown.length > 0 ? null : declaration.empty,
        tooltip: (t_us) => shown.filter((moment) => Math.abs(moment.t_us - t_us) <= near_us).map(({ told }) => told)
      })
    }
  }
}

function seriesOf(
  id: string,
  moments: readonly LaneMoment[],
  lane_px: number,
  view: ChartView,
  plot: Plot,
  theme: ChartTheme
): CustomSeriesOption {
  const lettered = haveRoom(moments, view, plot, theme)
  return {
    id,
    name: id,
    type: 'custom',
    z: 3,
    silent: true,
    encode: { x: 0, y: 1 },
    data: moments.map(({ t_us, lane }) => [t_us / 1e6, lane]),
    renderItem: ({ dataIndex }, api) => {
      const moment = moments[dataIndex]!
      const [x, y] = api.coord([api.value(0), moment.lane]) as [number, number]
      const children =
        lettered && moment.letter ? badge(moment, moment.letter, x, y, lane_px, theme) : [tick(moment, x, y, lane_px, theme)]
      return { type: 'group', children: children as never[] }
    }
  }
}

/** Letters are left out where those of a lane would lie upon each other. */
function haveRoom(moments: readonly LaneMoment[], view: ChartView, plot: Plot, theme: ChartTheme): boolean {
  const least_us = textWidth('W', theme.small_px) * 2 * secondsPerPx(view, plot) * 1e6
  const newest = new Map<number, number>()
  return moments.every(({ lane, t_us }) => {
    const before_us = newest.get(lane) ?? -Infinity
    newest.set(lane, t_us)
    return t_us - before_us >= least_us
  })
}

function tick(moment: LaneMoment, x: number, y: number, lane_px: number, theme: ChartTheme): object {
  const half = (lane_px * TICK_SHARE) / 2
  const style = { stroke: moment.colour(theme), lineWidth: theme.line_px * (moment.ringed ? 2 : 1) }
  return { type: 'line', shape: { x1: x, y1: y - half, x2: x, y2: y + half }, style }
}

function badge(moment: LaneMoment, letter: string, x: number, y: number, lane_px: number, theme: ChartTheme): object[] {
  const r = Math.min(theme.small_px * BADGE_EM, lane_px * BADGE_SHARE)
  const stroke = moment.colour(theme)
  const circle = (radius: number, fill: string) => ({
    type: 'circle',
    shape: { cx: x, cy: y, r: radius },
    style: { fill, stroke, lineWidth: theme.line_px }
  })
  const text = textShape(letter, x, y, theme.text, theme, Math.min(theme.small_px, r * 1.4), {
    align: 'center',
    fontWeight: 'bold'
  })
  return [...(moment.ringed ? [circle(r * RING_SHARE, theme.ground)] : []), circle(r, theme.ground), text]
}
