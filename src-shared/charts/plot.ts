/** Where things lie within a chart's picture, and how wide its texts are. */
import type { ChartSize, ChartView } from './definition'
import type { ChartTheme } from './palette'

/** Where the plot lies within the picture, px. */
export interface Plot {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** Where the room below the time axis begins, px from the top of the picture. */
  readonly below: number
}

/** Mean width of a character of the text font, in font sizes. */
const CHARACTER_EM = 0.6
/** Of a row of fault labels, in font sizes. */
const LANE_EM = 1.5
/** Rows above the plot of a chart with fault names, from the lowest: how long outages were, names, names that fit at no band. */
export const LABEL_ROWS = { outages: 1, names: 2, legend: 1 } as const
const LABEL_ROWS_ALL = LABEL_ROWS.outages + LABEL_ROWS.names + LABEL_ROWS.legend
/** Left and right of the plot, in font sizes. */
const MARGIN_EM = { left: 5.6, right: 10 }

export function textWidth(text: string, font_px: number): number {
  return text.length * CHARACTER_EM * font_px
}

export function laneHeight(theme: ChartTheme): number {
  return theme.small_px * LANE_EM
}

/** Left edge of a moment, px of the picture. */
export function timeToPx(t_us: number, view: ChartView, plot: Plot): number {
  return plot.left + ((t_us - view.from_us) / (view.to_us - view.from_us)) * plot.width
}

/** Text for the pictures of custom series. */
export function textShape(
  text: string,
  x: number,
  y: number,
  fill: string,
  theme: ChartTheme,
  font_px = theme.small_px,
  more: object = {}
): object {
  return {
    type: 'text',
    style: { text, x, y, fill, verticalAlign: 'middle', fontSize: font_px, fontFamily: theme.font, ...more }
  }
}

/** The plot's place: equal margins left and right in every chart, so that charts in a column share their time axis. */
export function plotOf(view: ChartView, theme: ChartTheme, size: ChartSize, below_px = 0): Plot {
  const em = theme.font_px
  const left = Math.round(em * MARGIN_EM.left)
  const right = Math.round(em * MARGIN_EM.right)
  const labels = view.fault_labels === false ? 0 : LABEL_ROWS_ALL * laneHeight(theme)
  const top = Math.round(em * 0.7 + labels + (view.title ? theme.title_px * 1.7 : 0))
  const bottom = Math.round(em * (view.time_labels === false ? 0.6 : 1.9) + below_px)
  const height = Math.max(1, size.height_px - top - bottom)
  return { left, top, width: Math.max(1, size.width_px - left - right), height, below: top + height + bottom - below_px }
}

/** Where labels above the plot must end, px of the picture. */
export function rightEdge(theme: ChartTheme, plot: Plot): number {
  return plot.left + plot.width + theme.font_px * (MARGIN_EM.right - 1)
}

export function secondsPerPx(view: ChartView, plot: Plot): number {
  return (view.to_us - view.from_us) / 1e6 / plot.width
}
