/** Charts as pictures, without a window. */
import { createRequire } from 'node:module'
import { renderAsync } from '@resvg/resvg-js'
import type { EChartsCoreOption } from 'echarts/core'
import type { ChartDefinition, ChartSize, ChartView } from '../../src-shared/charts/definition'
import { renderSvg } from '../../src-shared/charts/echarts'
import type { ChartTheme } from '../../src-shared/charts/palette'
import type { RunFold } from '../../src-shared/folds/run'

/** As TrueType, since the renderer reads no web fonts. */
const FONT_FILES = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map((file) =>
  createRequire(__filename).resolve(`@expo-google-fonts/inter/${file}`)
)
/** Pixels of a PNG per pixel of the drawing. */
const PNG_SCALE = 2

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

/** The SVG as PNG, at twice its size. Inter is bundled; the system's fonts stand in for what it lacks. */
export async function drawPng(svg: string): Promise<Buffer> {
  const font = { fontFiles: FONT_FILES, defaultFontFamily: 'Inter', loadSystemFonts: true }
  const image = await renderAsync(svg, { font, fitTo: { mode: 'zoom', value: PNG_SCALE } })
  return image.asPng()
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
