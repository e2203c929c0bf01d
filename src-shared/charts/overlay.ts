/** Two runs in one chart: another run, or another future of the same one, drawn faintly with the one on screen. */
import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { EChartsCoreOption } from 'echarts/core'
import type { RunFold } from '../folds/run'
import type { ChartDefinition, ChartSize, ChartView } from './definition'
import type { Axis, Series } from './frame'
import type { ChartTheme } from './palette'

const REFERENCE = 'reference'
const OPACITY = 0.55
const DASH = [4, 3]
/** Height and offset of the reference run's strip within each lane. */
const STRIP = { height: 0.26, at: 0.36 }
/** Series of the frame and of labels: one set is enough. */
const FRAME_SERIES: ReadonlySet<unknown> = new Set(['work', 'fault-spans', 'faults', 'outages', 'ticks', 'ends', 'trouble'])

/** The chart of `fold` with that of `reference` laid over it: lines dashed and faint, bands as thin strips. */
export function buildWithReference(
  chart: ChartDefinition,
  fold: RunFold,
  reference: RunFold,
  view: ChartView,
  theme: ChartTheme,
  size: ChartSize
): EChartsCoreOption {
  const own = chart.build(fold, view, theme, size) as unknown as ChartOption
  const other = chart.build(reference, view, theme, size) as unknown as ChartOption
  const laid = other.series.filter(({ id }) => !FRAME_SERIES.has(id)).map(faint)
  const graphic = laid.length > 0 ? own.graphic.filter(({ id }) => id !== 'empty') : own.graphic
  return { ...own, yAxis: widest(own.yAxis, other.yAxis), series: [...own.series, ...laid], graphic } as EChartsCoreOption
}

interface ChartOption {
  readonly yAxis: Axis
  readonly series: readonly Series[]
  readonly graphic: readonly { readonly id?: string }[]
}

function faint(series: Series): Series {
  const id = `${REFERENCE}-${String(series.id)}`
  return series.type === 'line' ? fadeLine(series, id) : strip(series as CustomSeriesOption, id)
}

function fadeLine(series: LineSeriesOption, id: string): LineSeriesOption {
  const { areaStyle: _, stack, ...line } = series
  const visible = series.lineStyle?.opacity !== 0
  const lineStyle = { ...series.lineStyle, type: DASH, opacity: visible ? OPACITY : 0 }
  return { ...line, id, name: id, z: 2, lineStyle, ...(stack !== undefined && { stack: `${REFERENCE}-${stack}` }) }
}

type Shape = Readonly<Record<string, unknown>> & { readonly type?: string }

/** The same shapes, flattened, without their words. */
function strip(series: CustomSeriesOption, id: string): CustomSeriesOption {
  const { renderItem } = series
  if (!renderItem) return { ...series, id }
  return {
    ...series,
    id,
    name: id,
    z: 4,
    renderItem: (params, api) => {
      const drawn = renderItem(params, api) as { children?: readonly Shape[] } | null
      const lane_px = (api.size!([0, 1]) as number[])[1]!
      const [, lane] = series.encode?.y === 1 ? [0, api.value(1)] : [0, api.value(2)]
      const middle = api.coord([api.value(0), lane])[1]!
      const children = (drawn?.children ?? []).filter(({ type }) => type !== 'text')
      const flat = { scaleY: STRIP.height, originX: 0, originY: middle, y: lane_px * STRIP.at }
      return { type: 'group', ...flat, children: children as never[] }
    }
  }
}

/** Room for the values of both; axes of lanes have no numbers. */
function widest(own: Axis, other: Axis): Axis {
  const bounds: Record<string, number> = {}
  if (typeof own.min === 'number' && typeof other.min === 'number') bounds.min = Math.min(own.min, other.min)
  if (typeof own.max === 'number' && typeof other.max === 'number') bounds.max = Math.max(own.max, other.max)
  return { ...own, ...bounds }
}
