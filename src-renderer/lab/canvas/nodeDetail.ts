/** How much of itself a node shows: what has no room is left out, for nothing is ever written too small to read. */
import type { Detail } from '../../../src-shared/layout/circle'

/** Of what is in its circle, beside name and glyph. */
export interface NodeDetail {
  /** As many letters of a word have room on a line. */
  readonly letters: number
  /** Its role as a word; otherwise the glyph says it alone. */
  readonly role: boolean
  /** What the protocol writes below the role. */
  readonly caption: boolean
  /** The figure, where the circle is widest: above the cells. */
  readonly figure: boolean
  /** Entries of its log, at most so many. */
  readonly cells: number
  /** Answers as they come in and the number that it takes, in at most so many characters; 0: none. */
  readonly ticks: number
}

/** A cell and the gap beside it. */
const CELL_EM = 0.7
const CELLS_MAX = 8
/** Mean width of a character, and how much of the circle's width a line near its middle has. */
const CHARACTER_EM = 0.56
const CHORD = 0.92
const CELLS_CHORD = 0.72
/** Of a monospaced character and the gap beside it; the line of the ticks is near the middle. */
const TICK_EM = 0.77
const TICKS_CHORD = 0.88
/** Diameter of a circle that has room for a caption as well, in lines. */
const CAPTION_EM = 6.8
/** And for a figure above the cells. */
const FIGURE_EM = 8.2

/** And for everything, with some room to spare. */
const ALL_EM = 8.8

/** Height of letters on a line, pixels: they grow with the circle once everything has room in it. */
export function lineSize(size_px: number, least_px: number): number {
  return Math.max(least_px, Math.floor((size_px / ALL_EM) * 10) / 10)
}

/** Of a node of such a diameter, where letters are so large and the word of its role has so many of them. */
export function nodeDetail(level: Detail, size_px: number, line_px: number, role_length: number): NodeDetail {
  const size_em = size_px / line_px
  const is_small = level === 'role'
  const letters = Math.floor((size_em * CHORD) / CHARACTER_EM)
  return {
    letters,
    role: role_length <= letters,
    caption: !is_small && size_em >= CAPTION_EM,
    figure: size_em >= FIGURE_EM,
    cells: is_small ? 0 : Math.min(CELLS_MAX, Math.floor((size_em * CELLS_CHORD) / CELL_EM)),
    ticks: is_small ? 0 : Math.floor((size_em * TICKS_CHORD) / TICK_EM)
  }
}
