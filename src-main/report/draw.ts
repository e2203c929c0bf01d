/** Charts as pictures, without a window. */
import type { EChartsCoreOption } from 'echarts/core'
import type { ChartDefinition, ChartSize, ChartView } from '../../src-shared/charts/definition'
import { renderSvg } from '../../src-shared/charts/echarts'
import type { ChartTheme } from '../../src-shared/charts/palette'
import type { RunFold } from '../../src-shared/folds/run'

/** Pixels of a PNG per pixel of the drawing. */
export const PNG_SCALE = 2

export interface Picture {
  readonly chart: ChartDefinition
  readonly fold: RunFold
  readonly view: ChartView
  readonly theme: ChartTheme
  readonly size: ChartSize
  /** What the picture shows, for those who cannot see it. */
  readonly description: string
}

/** A standalone SVG document with a title; ids are unique among charts and themes, so several fit in one page. */
export function drawSvg({ chart, fold, view, theme, size, description }: Picture): string {
  const named = { id: `${chart.id}-${theme.name}`, title: chart.title, description }
  return standaloneSvg(chart.build(fold, view, theme, size), size, named)
}

/** What a picture is, for those who cannot see it; `id` is unique within its page. */
interface PictureWords {
  readonly id: string
  readonly title: string
  readonly description: string
}

export function standaloneSvg(option: EChartsCoreOption, size: ChartSize, { id, title, description }: PictureWords): string {
  const svg = renderSvg(option, size)
  const prefix = `${id}-`
  const words = `<title>${escapeXml(title)}</title><desc>${escapeXml(description)}</desc>`
  return svg.replace(/\bzr\d+-/g, prefix).replace(/^<svg ([^>]*)>/, `<svg role="img" $1>${words}`)
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
