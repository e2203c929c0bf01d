import type { CustomSeriesOption } from 'echarts/charts'
import type { ChartView } from './definition'
import { bandText, shadedSpans } from './fault-bands'
import type { FaultBand, FaultSpan } from './fault-bands'
import type { Plot } from './plot'
import { laneHeight, textShape, timeToPx } from './plot'
import type { ChartTheme } from './palette'

/** Time under any fault shaded across the plot; a line where each fault begins, and above the plot a bar with its name. */
export function faultLayer(bands: readonly FaultBand[], view: ChartView, theme: ChartTheme, plot: Plot): CustomSeriesOption[] {
  return [
    background('fault-spans', shadedSpans(bands), (span) => [shade(span, view, theme, plot)]),
    background('faults', bands, (band) => nameShapes(band, view, theme, plot))
  ]
}

function background<S extends FaultSpan>(id: string, spans: readonly S[], shapesOf: (span: S) => object[]): CustomSeriesOption {
  return {
    id,
    name: id,
    type: 'custom',
    silent: true,
    z: 1,
    clip: false,
    tooltip: { show: false },
    encode: { x: [0, 1], y: -1 },
    data: spans.map(({ from_s, to_s }) => [from_s, to_s]),
    renderItem: ({ dataIndex }) => ({ type: 'group', children: shapesOf(spans[dataIndex]!) as never[] })
  }
}

function shade(span: FaultSpan, view: ChartView, theme: ChartTheme, plot: Plot): object {
  const x = timeToPx(span.from_s * 1e6, view, plot)
  const width = Math.max(1, timeToPx(span.to_s * 1e6, view, plot) - x)
  return { type: 'rect', shape: { x, y: plot.top, width, height: plot.height }, style: { fill: theme.fault.band } }
}

function nameShapes(band: FaultBand, view: ChartView, theme: ChartTheme, plot: Plot): object[] {
  const left = timeToPx(band.from_s * 1e6, view, plot)
  const width = timeToPx(band.to_s * 1e6, view, plot) - left
  const lineWidth = theme.line_px * 0.6
  const edge: object = {
    type: 'line',
    shape: { x1: left, x2: left, y1: plot.top, y2: plot.top + plot.height },
    style: { stroke: theme.fault.edge, lineWidth, lineDash: band.instantaneous ? [3, 3] : undefined }
  }
  if (view.fault_labels === false) return [edge]
  const y = plot.top - 2 - (band.lane ?? 0) * laneHeight(theme)
  const bar = {
    type: 'rect',
    shape: { x: left, y: y - lineWidth, width: Math.max(lineWidth, width), height: lineWidth * 2 },
    style: { fill: theme.fault.text }
  }
  if (band.lane === null) return [edge, bar]
  const room = plot.left + plot.width + theme.font_px * 6 - left
  const text = { verticalAlign: 'bottom', width: room, overflow: 'truncate' }
  return [
    edge,
    bar,
    textShape(bandText(band.label, band.others.length), left, y - lineWidth * 1.5, theme.fault.text, theme, theme.small_px, text)
  ]
}
