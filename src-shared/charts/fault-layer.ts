import type { CustomSeriesOption } from 'echarts/charts'
import type { ChartView } from './definition'
import type { FaultBand } from './fault-bands'
import type { Plot } from './frame'
import { laneHeight, textShape, timeToPx } from './frame'
import type { ChartTheme } from './palette'

/** Faults as bands across the plot, and above it a bar with the name of each. */
export function faultLayer(bands: readonly FaultBand[], view: ChartView, theme: ChartTheme, plot: Plot): CustomSeriesOption {
  return {
    id: 'faults',
    name: 'faults',
    type: 'custom',
    silent: true,
    z: 1,
    clip: false,
    tooltip: { show: false },
    encode: { x: [0, 1], y: -1 },
    data: bands.map(({ from_s, to_s }) => [from_s, to_s]),
    renderItem: ({ dataIndex }) => ({ type: 'group', children: bandShapes(bands[dataIndex]!, view, theme, plot) as never[] })
  }
}

function bandShapes(band: FaultBand, view: ChartView, theme: ChartTheme, plot: Plot): object[] {
  const left = timeToPx(band.from_s * 1e6, view, plot)
  const width = Math.max(band.momentary ? 0 : 1, timeToPx(band.to_s * 1e6, view, plot) - left)
  const lineWidth = theme.line_px * 0.6
  const edge = (x: number): object => ({
    type: 'line',
    shape: { x1: x, x2: x, y1: plot.top, y2: plot.top + plot.height },
    style: { stroke: theme.fault.edge, lineWidth, lineDash: band.momentary ? [3, 3] : undefined }
  })
  const shapes = [
    { type: 'rect', shape: { x: left, y: plot.top, width, height: plot.height }, style: { fill: theme.fault.band } },
    edge(left)
  ]
  if (view.fault_labels === false) return shapes
  const y = plot.top - 2 - (band.lane ?? 0) * laneHeight(theme)
  shapes.push({
    type: 'rect',
    shape: { x: left, y: y - lineWidth, width: Math.max(lineWidth, width), height: lineWidth * 2 },
    style: { fill: theme.fault.text }
  })
  if (band.lane === null) return shapes
  const room = plot.left + plot.width + theme.font_px * 6 - left
  const text = { verticalAlign: 'bottom', width: room, overflow: 'truncate' }
  return [...shapes, textShape(band.label, left, y - lineWidth * 1.5, theme.fault.text, theme, theme.small_px, text)]
}
