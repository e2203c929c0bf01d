/** Lanes: a row for each member, in it bands from one moment to another. */
import type { CustomSeriesOption } from 'echarts/charts'
import type { RunFold } from '../../folds/run'
import type { BandStyle } from '../bands'
import { bandShapes } from '../bands'
import type { ChartDefinition, ChartView } from '../definition'
import { chartOption, laneAxis } from '../frame'
import type { ChartTheme, Mark } from '../palette'
import { plotOf } from '../plot'
import type { ChartHead } from './kind'

export interface LaneBand {
  /** Its lane, from 0 at the top. */
  readonly lane: number
  readonly from_us: number
  readonly to_us: number
  mark(theme: ChartTheme): Mark
  readonly style: BandStyle
  /** Of the lane's height. */
  readonly height: number
  /** Longest first: it bears the first that fits. */
  readonly texts: readonly string[]
  /** A bar across the lane where it begins. */
  readonly raised?: boolean
  /** What the cursor says of it. */
  readonly told: string
}

export interface LanesDeclaration extends ChartHead {
  /** Names, from the top. */
  lanes(run: RunFold): readonly string[]
  /** Clipped to the view; what lies upon what, lowest first. */
  bands(run: RunFold, view: ChartView): readonly LaneBand[]
  /** Why there is nothing to see. */
  readonly empty: string
}

/** A bar is not drawn on narrower bands. */
const RAISED_MIN_PX = 8
/** Lower lanes have no room for words. */
const THIN_LANE_PX = 6

export function lanesChart(declaration: LanesDeclaration): ChartDefinition {
  return {
    ...declaration,
    build(fold, view, theme, size) {
      const plot = plotOf(view, theme, size)
      const lanes = declaration.lanes(fold)
      const bands = declaration.bands(fold, view)
      const lane_px = plot.height / Math.max(1, lanes.length)
      return chartOption(this, { fold, view, theme, size }, plot, {
        yAxis: laneAxis(theme, lanes, plot.height),
        series: [seriesOf(declaration.id, bands, theme, lane_px)],
        empty: bands.length > 0 ? null : declaration.empty,
        tooltip: (t_us) => bands.filter(({ from_us, to_us }) => t_us >= from_us && t_us < to_us).map(({ told }) => told)
      })
    }
  }
}

function seriesOf(id: string, bands: readonly LaneBand[], theme: ChartTheme, lane_px: number): CustomSeriesOption {
  return lane_px < THIN_LANE_PX ? joinedSeries(id, bands, theme, lane_px) : bandSeries(id, bands, theme, lane_px)
}

function bandSeries(id: string, bands: readonly LaneBand[], theme: ChartTheme, lane_px: number): CustomSeriesOption {
  return {
    id,
    name: id,
    type: 'custom',
    z: 3,
    silent: true,
    encode: { x: [0, 1], y: 2 },
    data: bands.map(({ from_us, to_us, lane }) => [from_us / 1e6, to_us / 1e6, lane]),
    renderItem: ({ dataIndex }, api) => {
      const { lane, height: share, style, texts, raised, mark } = bands[dataIndex]!
      const [left, middle] = api.coord([api.value(0), lane]) as [number, number]
      const width = Math.max(1, api.coord([api.value(1), lane])[0]! - left)
      const height = lane_px * share
      const shapes = bandShapes({ x: left, y: middle - height / 2, width, height }, mark(theme), style, texts, theme)
      return { type: 'group', children: [...shapes, ...(raised && width > RAISED_MIN_PX ? [bar(left, middle)] : [])] as never[] }
    }
  }

  function bar(x: number, middle: number): object {
    const height = lane_px * 0.9
    return {
      type: 'rect',
      shape: { x, y: middle - height / 2, width: theme.line_px, height },
      style: { fill: theme.text }
    }
  }
}

/** Of many thin lanes: all bands that look the same are one shape, for thousands of shapes take the chart library too long. */
function joinedSeries(id: string, bands: readonly LaneBand[], theme: ChartTheme, lane_px: number): CustomSeriesOption {
  const by_look = new Map<string, LaneBand[]>()
  for (const band of bands) {
    const look = `${band.mark(theme).fill} ${band.style}`
    const known = by_look.get(look)
    if (known) known.push(band)
    else by_look.set(look, [band])
  }
  const alike = [...by_look.values()]
  return {
    id,
    name: id,
    type: 'custom',
    z: 3,
    silent: true,
    encode: { x: -1, y: -1 },
    data: alike.map((_, i) => i),
    renderItem: ({ dataIndex }, api) => {
      const [{ mark, style }] = alike[dataIndex]! as [LaneBand]
      const rectangles = alike[dataIndex]!.map(({ from_us, to_us, lane, height: share }) => {
        const [left, middle] = api.coord([from_us / 1e6, lane]) as [number, number]
        const width = Math.max(1, api.coord([to_us / 1e6, lane])[0]! - left)
        return rectanglePath(left, middle - (lane_px * share) / 2, width, lane_px * share)
      })
      const { fill, text } = mark(theme)
      const look = style === 'filled' ? { fill } : { fill, stroke: text, lineWidth: lane_px / 4 }
      return { type: 'path', shape: { pathData: rectangles.join('') }, style: look }
    }
  }
}

function rectanglePath(x: number, y: number, width: number, height: number): string {
  const [w, h] = [width.toFixed(1), height.toFixed(2)]
  return `M${x.toFixed(1)} ${y.toFixed(2)}h${w}v${h}h-${w}v-${h}`
}
