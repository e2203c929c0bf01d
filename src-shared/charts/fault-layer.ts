import type { CustomSeriesOption } from 'echarts/charts'
import type { FaultKind } from '../faults/kind'
import type { ChartView } from './definition'
import { legendNames, shadedSpans } from './fault-bands'
import type { FaultBand, FaultSpan } from './fault-bands'
import type { Plot } from './plot'
import { LABEL_ROWS, laneHeight, rightEdge, textShape, textWidth, timeToPx } from './plot'
import type { ChartTheme } from './palette'

/**
 * Time under faults shaded across the plot in the colour of their kind; a line where each fault begins, and above the plot a bar with its
 * name. Names without room stand in a line above.
 */
export function faultLayer(bands: readonly FaultBand[], view: ChartView, theme: ChartTheme, plot: Plot): CustomSeriesOption[] {
  return [
    background('fault-spans', shadedSpans(bands), (span) => [shade(span, view, theme, plot)]),
    background('faults', bands, (band, i) => [
      ...nameShapes(band, view, theme, plot),
      ...(i === 0 && view.fault_labels !== false ? legendShapes(bands, theme, plot) : [])
    ])
  ]
}

function background<S extends FaultSpan>(
  id: string,
  spans: readonly S[],
  shapesOf: (span: S, place: number) => object[]
): CustomSeriesOption {
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
    renderItem: ({ dataIndex }) => ({ type: 'group', children: shapesOf(spans[dataIndex]!, dataIndex) as never[] })
  }
}

function shade(span: FaultSpan, view: ChartView, theme: ChartTheme, plot: Plot): object {
  const x = timeToPx(span.from_s * 1e6, view, plot)
  const width = Math.max(1, timeToPx(span.to_s * 1e6, view, plot) - x)
  return { type: 'rect', shape: { x, y: plot.top, width, height: plot.height }, style: { fill: theme.faults[span.kind].band } }
}

function nameShapes(band: FaultBand, view: ChartView, theme: ChartTheme, plot: Plot): object[] {
  const { edge: stroke, text: colour } = theme.faults[band.kind]
  const left = timeToPx(band.from_s * 1e6, view, plot)
  const width = timeToPx(band.to_s * 1e6, view, plot) - left
  const lineWidth = theme.line_px * 0.6
  const edge: object = {
    type: 'line',
    shape: { x1: left, x2: left, y1: plot.top, y2: plot.top + plot.height },
    style: { stroke, lineWidth, lineDash: band.instantaneous ? [3, 3] : undefined }
  }
  if (view.fault_labels === false || band.lane === null) return [edge]
  const y = rowBottom(LABEL_ROWS.outages + band.lane, theme, plot)
  const bar = {
    type: 'rect',
    shape: { x: left, y: y - lineWidth, width: Math.max(lineWidth, width), height: lineWidth * 2 },
    style: { fill: colour }
  }
  if (!band.named) return [edge, bar]
  const x = timeToPx(band.label_s * 1e6, view, plot)
  const text = { verticalAlign: 'bottom', width: rightEdge(theme, plot) - x, overflow: 'truncate' }
  return [edge, bar, textShape(band.label, x, y - lineWidth * 1.5, colour, theme, theme.small_px, text)]
}

/** Lower end of a row above the plot, the lowest being 0. */
function rowBottom(row: number, theme: ChartTheme, plot: Plot): number {
  return plot.top - 2 - row * laneHeight(theme)
}

function legendShapes(bands: readonly FaultBand[], theme: ChartTheme, plot: Plot): object[] {
  const y = rowBottom(LABEL_ROWS.outages + LABEL_ROWS.names, theme, plot)
  return legendTexts(bands, theme, plot.left, rightEdge(theme, plot)).map(({ text, x, kind }) =>
    textShape(text, x, y, kind === null ? theme.muted : theme.faults[kind].text, theme, theme.small_px, {
      verticalAlign: 'bottom'
    })
  )
}

export interface LegendText {
  readonly text: string
  readonly x: number
  /** null: words about the others. */
  readonly kind: FaultKind | null
}

/** Names that stand at no band, from left to right; at the end how many have no room even there. */
export function legendTexts(bands: readonly FaultBand[], theme: ChartTheme, left: number, right: number): LegendText[] {
  const names = legendNames(bands)
  const texts: LegendText[] = []
  let x = left
  for (const [i, { label, kind }] of names.entries()) {
    const text = `■ ${label}`
    const rest = names.length - i
    const more_px = rest > 1 ? textWidth(`and ${rest - 1} more`, theme.small_px) : 0
    const width = textWidth(text, theme.small_px) + theme.small_px
    if (x + width + more_px > right && i > 0) return [...texts, { text: `and ${rest} more`, x, kind: null }]
    texts.push({ text, x, kind })
    x += width
  }
  return texts
}
