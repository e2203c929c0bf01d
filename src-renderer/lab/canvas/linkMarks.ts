import type { EndpointId } from '../../../src-shared/ids'
import type { Sliced } from '../frames/sliced'
import type { Point, Size } from './geometry'
import { between, distance } from './geometry'
import { boxAt, cheapestPlace, isFree, textSize } from './labelPlacement'
import type { Obstacles } from './labelPlacement'

/** What is to be written on a link. */
export interface MarkedLink {
  readonly a: EndpointId
  readonly b: EndpointId
  readonly text: string
}

/** Where the words on a link have room; `aside`: beside the link, so that a thin line must lead to it. */
export interface LinkMark {
  readonly place: Point
  readonly aside: boolean
}

/** Of the handle's button, beside its text. */
const HANDLE_PX = { height: 24, beside: 38 }
/** Along the link, the middle first. */
const SHARES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73]
const ASIDE_STEP_PX = 8
const ASIDE_MAX_PX = 88
/** Beyond these nobody reads them all. */
const MARKS_MAX = 60

/** Without words a link has a handle of this size in its middle. */
export function markSize(text: string, font_px: number): Size {
  return { width: textSize([text], font_px).width + HANDLE_PX.beside, height: HANDLE_PX.height }
}

/** A place for the words on each link where they cover neither nodes nor other words: on the link, else beside it. The shortest links choose first. No place: null. */
export function* placeMarks(
  links: readonly MarkedLink[],
  places: ReadonlyMap<EndpointId, Point>,
  obstacles: Obstacles,
  font_px: number
): Sliced<Map<string, LinkMark | null>> {
  const boxes = [...obstacles.boxes]
  const known = { ...obstacles, boxes }
  const ends = links
    .flatMap((link) => {
      const [a, b] = [places.get(link.a), places.get(link.b)]
      return a && b ? [{ ...link, key: pairKey(link.a, link.b), from: a, to: b }] : []
    })
    .sort((one, other) => distance(one.from, one.to) - distance(other.from, other.to))
  const marks = new Map<string, LinkMark | null>()
  for (const [i, { key, text, from, to }] of ends.entries()) {
    const size = markSize(text, font_px)
    const mark = i < MARKS_MAX ? yield* markPlace(from, to, size, known) : null
    if (mark) boxes.push(boxAt(mark.place, size))
    marks.set(key, mark)
  }
  return marks
}

export function pairKey(a: EndpointId, b: EndpointId): string {
  return `${a}-${b}`
}

function* markPlace(from: Point, to: Point, size: Size, obstacles: Obstacles): Sliced<LinkMark | null> {
  for (const share of SHARES) {
    const place = between(from, to, share)
    if (isFree(boxAt(place, size), obstacles)) return { place, aside: false }
  }
  const middle = between(from, to, 0.5)
  const around = boxAt(middle, { width: 2 * ASIDE_MAX_PX, height: 2 * ASIDE_MAX_PX })
  const best = yield* cheapestPlace(size, around, ASIDE_STEP_PX, obstacles, (at) => distance(at, middle))
  return best && { place: best.place, aside: true }
}
