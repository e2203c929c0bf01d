/** Where the parts of a picture of shards lie: on a ring, or along a bar. Lengths are in units of the view box. */
import type { Point } from '../../../layout/circle'
import { arc, onCircle, pathPoint as text, ringSection } from '../../../layout/ring-section'
import type { Stretch } from '../../../layout/ring-section'
import type { PublishedMap } from '../maps'

export interface Shape {
  readonly view_box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  /** Of the band of shards, from its begin to its end. */
  readonly length: number
  /** Outline of a part of the band; `inset` keeps away from both its edges. */
  band(stretch: Stretch, inset?: number): string
  /** Short lines at these places, where virtual nodes lie. */
  ticks(at: readonly number[]): string
  /** Along the ticks, forwards, around the end where `to` comes before `from`. */
  way(from: number, to: number): string
  /** Across the band, for a key. */
  pin(at: number): { readonly foot: Point; readonly head: Point }
  /** The middle of a group's name beside its part. */
  label(at: number): Point
  /** The middle of a group's number within its part, read along `turn` degrees. */
  number(at: number): Point & { readonly turn: number }
  /** Room of a number within the band: along it for a stretch, and across it. */
  number_room(stretch: Stretch): { readonly along: number; readonly across: number }
  /** The middle of a key at which a shard begins; null: there is no room for such. */
  bound(at: number): Point | null
  /** Where shards leave the band. */
  edge(at: number): Point
  /** The middle of a group's sign: one of so many. */
  sign(place: number, of: number): Point
  /** How wide signs may be, of so many, before they touch. */
  sign_room(of: number): number
  /** From the band to a sign. */
  chord(from: Point, to: Point): string
  /** The middle of the figures. */
  readonly figures: Point
}

const BAND = { inner: 158, outer: 186 }
const BAND_MIDDLE = (BAND.inner + BAND.outer) / 2
const TICKS = { inner: 147, outer: 156 }
const LABEL = 201
const SIGN = 100

/** Begins at the top and goes clockwise. */
export const RING: Shape = {
  view_box: { x: -216, y: -216, width: 432, height: 432 },
  length: 2 * Math.PI * LABEL,
  band: (stretch, inset = 0) => ringSection(stretch, BAND.inner + inset, BAND.outer - inset),
  ticks: (at) => at.map((turn) => line(onCircle(TICKS.inner, turn), onCircle(TICKS.outer, turn))).join(''),
  way: (from, to) => arc((TICKS.inner + TICKS.outer) / 2, from, to < from ? to + 1 : to),
  pin: (at) => ({ foot: onCircle(TICKS.inner - 6, at), head: onCircle(BAND.outer + 6, at) }),
  label: (at) => onCircle(LABEL, at),
  // Read outwards on the right, inwards on the left.
  number: (at) => ({ ...onCircle(BAND_MIDDLE, at), turn: at < 0.5 ? 360 * at - 90 : 360 * at - 270 }),
  number_room: ({ from, to }) => ({ along: (to - from) * 2 * Math.PI * BAND_MIDDLE, across: BAND.outer - BAND.inner }),
  bound: () => null,
  edge: (at) => onCircle(TICKS.inner - 3, at),
  sign: (place, of) => onCircle(SIGN, place / of),
  sign_room: (of) => (2 * Math.PI * SIGN) / of,
  // Bent towards the middle, so that chords of neighbours part.
  chord: (from, to) => `M${text(from)}Q${text({ x: (from.x + to.x) * 0.3, y: (from.y + to.y) * 0.3 })} ${text(to)}`,
  figures: { x: 0, y: 0 }
}

const BAR_WIDTH = 600
const BAR_HEIGHT = 255
const BAR_BAND = { top: 40, bottom: 100 }
const BAR_TICKS = { top: 102, bottom: 112 }
const BAR_BOUND_Y = 118
const BAR_SIGN_Y = 185

/** From left to right. */
export const BAR: Shape = {
  view_box: { x: -20, y: 0, width: BAR_WIDTH + 40, height: BAR_HEIGHT },
  length: BAR_WIDTH,
  band: ({ from, to }, inset = 0) => {
    const [left, right] = [from * BAR_WIDTH, to * BAR_WIDTH]
    const [top, bottom] = [BAR_BAND.top + inset, BAR_BAND.bottom - inset]
    return `M${left} ${top}H${right}V${bottom}H${left}Z`
  },
  ticks: (at) => at.map((x) => line({ x: x * BAR_WIDTH, y: BAR_TICKS.top }, { x: x * BAR_WIDTH, y: BAR_TICKS.bottom })).join(''),
  way: (from, to) => line({ x: from * BAR_WIDTH, y: BAR_TICKS.bottom }, { x: to * BAR_WIDTH, y: BAR_TICKS.bottom }),
  pin: (at) => ({ foot: { x: at * BAR_WIDTH, y: BAR_BAND.bottom + 4 }, head: { x: at * BAR_WIDTH, y: BAR_BAND.top - 6 } }),
  label: (at) => ({ x: at * BAR_WIDTH, y: BAR_BAND.top - 16 }),
  number: (at) => ({ x: at * BAR_WIDTH, y: (BAR_BAND.top + BAR_BAND.bottom) / 2, turn: -90 }),
  number_room: ({ from, to }) => ({ along: (to - from) * BAR_WIDTH, across: BAR_BAND.bottom - BAR_BAND.top }),
  bound: (at) => ({ x: at * BAR_WIDTH, y: BAR_BOUND_Y }),
  edge: (at) => ({ x: at * BAR_WIDTH, y: BAR_TICKS.bottom }),
  sign: (place, of) => ({ x: ((place + 0.5) / of) * BAR_WIDTH, y: BAR_SIGN_Y }),
  sign_room: (of) => BAR_WIDTH / of,
  chord: (from, to) =>
    `M${text(from)}C${text({ x: from.x, y: BAR_SIGN_Y - 30 })} ${text({ x: to.x, y: from.y + 20 })} ${text(to)}`,
  figures: { x: BAR_WIDTH / 2, y: 235 }
}

/** A bar where no circle of hashes orders shards. */
export function shapeOf({ strategy }: Pick<PublishedMap, 'strategy'>): Shape {
  return strategy === 'range' || strategy === 'directory' ? BAR : RING
}

function line(from: Point, to: Point): string {
  return `M${text(from)}L${text(to)}`
}
