import type { CustomSeriesOption } from 'echarts/charts'
import type { ChartView } from './definition'
import type { Outage } from './outages'
import type { ChartTheme } from './palette'
import type { Plot } from './plot'
import { rightEdge, textShape, textWidth, timeToPx } from './plot'

/** An outage as a bar, px of the picture, with as much of its text as has room. */
export interface OutageBar {
  readonly left: number
  readonly width: number
  readonly text: string
  readonly text_left: number
}

const APART_PX = 8

/** Bars with their texts; the longest outages choose first. `right`: where texts must end. */
export function outageBars(
  outages: readonly Outage[],
  toPx: (t_us: number) => number,
  font_px: number,
  { left, right }: { readonly left: number; readonly right: number }
): OutageBar[] {
  const taken: { readonly from: number; readonly to: number }[] = []
  const bars = outages.map(({ from_us, to_us, texts }) => ({
    from: toPx(from_us),
    to: toPx(to_us),
    texts,
    length: to_us - from_us
  }))
  const placed = new Map<(typeof bars)[number], Pick<OutageBar, 'text' | 'text_left'>>()
  for (const bar of [...bars].sort((a, b) => b.length - a.length)) {
    for (const text of bar.texts) {
      const width = textWidth(text, font_px)
      const from = Math.max(left, Math.min(bar.from, right - width))
      const to = from + width + APART_PX
      if (taken.some((other) => from < other.to && other.from < to)) continue
      taken.push({ from, to })
      placed.set(bar, { text, text_left: from })
      break
    }
  }
  return bars.map((bar) => ({
    left: bar.from,
    width: Math.max(2, bar.to - bar.from),
    ...(placed.get(bar) ?? { text: '', text_left: bar.from })
  }))
}

/** Outages as bars along the top of the plot; above it, where faults have their names there, how long each was. */
export function outageLayer(outages: readonly Outage[], view: ChartView, theme: ChartTheme, plot: Plot): CustomSeriesOption {
  const height = theme.line_px * 1.5
  const edges = { left: plot.left, right: rightEdge(theme, plot) }
  const bars = outageBars(outages, (t_us) => timeToPx(t_us, view, plot), theme.small_px, edges)
  return {
    id: 'outages',
    name: 'outages',
    type: 'custom',
    silent: true,
    z: 2,
    clip: false,
    tooltip: { show: false },
    encode: { x: [0, 1], y: -1 },
    data: outages.map(({ from_us, to_us }) => [from_us / 1e6, to_us / 1e6]),
    renderItem: ({ dataIndex }) => {
      const { left, width, text, text_left } = bars[dataIndex]!
      const bar = { type: 'rect', shape: { x: left, y: plot.top, width, height }, style: { fill: theme.leaderless } }
      const named = view.fault_labels !== false && text !== ''
      const label = textShape(text, text_left, plot.top - 3, theme.outage, theme, theme.small_px, { verticalAlign: 'bottom' })
      return { type: 'group', children: [bar, ...(named ? [label] : [])] as never[] }
    }
  }
}
