/** Bands in lanes: a rectangle with as much of a text as fits. */
import { textShape, textWidth } from './plot'
import type { ChartTheme, Mark } from './palette'

/** `dashed` and `dotted` are hollow. */
export type BandStyle = 'filled' | 'dashed' | 'dotted'

/** Smaller text is left out. */
const FONT_MIN_PX = 9
const DASHES: Readonly<Record<BandStyle, readonly number[] | undefined>> = { filled: undefined, dashed: [4, 3], dotted: [1, 2] }

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The shapes of one band; of the texts, longest first, it takes the first that fits. */
export function bandShapes(box: Box, mark: Mark, look: BandStyle, texts: readonly string[], theme: ChartTheme): object[] {
  const stroke = look === 'filled' ? undefined : mark.text
  const rect = { type: 'rect', shape: box, style: { fill: mark.fill, stroke, lineWidth: stroke ? 1 : 0, lineDash: DASHES[look] } }
  const font_px = Math.min(theme.small_px, box.height * 0.9)
  const text = texts.find((one) => textWidth(one, font_px) + 8 <= box.width)
  if (!text || font_px < FONT_MIN_PX) return [rect]
  return [rect, textShape(text, box.x + 4, box.y + box.height / 2, mark.text, theme, font_px)]
}
