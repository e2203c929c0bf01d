/** Pictures as PNG, without a window. */
import { createRequire } from 'node:module'
import { renderAsync } from '@resvg/resvg-js'
import { PNG_SCALE } from './draw'

/** As TrueType, since the renderer reads no web fonts. */
const FONT_FILES = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map((file) =>
  createRequire(__filename).resolve(`@expo-google-fonts/inter/${file}`)
)

/** The SVG as PNG, at twice its size. Inter is bundled; the system's fonts stand in for what it lacks. */
export async function drawPng(svg: string): Promise<Buffer> {
  const font = { fontFiles: FONT_FILES, defaultFontFamily: 'Inter', loadSystemFonts: true }
  const image = await renderAsync(svg, { font, fitTo: { mode: 'zoom', value: PNG_SCALE } })
  return image.asPng()
}
