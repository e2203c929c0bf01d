import type { Point, Size } from '../canvas/geometry'
import { isFree } from '../canvas/labelPlacement'
import type { Obstacles } from '../canvas/labelPlacement'
import type { Bounds } from '../canvas/scalarField'

/** From a glyph's edge to its word. */
const GAP_PX = 4

/** Places for a word beside a glyph, the usual one first: right above it, right below, left above, left below. */
export function wordPlaces({ x, y }: Point, { width, height }: Size, radius_px: number): readonly Bounds[] {
  const right = { left: x + radius_px + GAP_PX, right: x + radius_px + GAP_PX + width }
  const left = { left: x - radius_px - GAP_PX - width, right: x - radius_px - GAP_PX }
  const above = { top: y - radius_px - height / 2, bottom: y - radius_px + height / 2 }
  const below = { top: y + radius_px - height / 2, bottom: y + radius_px + height / 2 }
  return [
    { ...right, ...above },
    { ...right, ...below },
    { ...left, ...above },
    { ...left, ...below }
  ]
}

/** Where a word covers neither a node nor another word; null: nowhere. */
export function freeWordPlace(at: Point, size: Size, radius_px: number, obstacles: Obstacles): Bounds | null {
  return wordPlaces(at, size, radius_px).find((place) => isFree(place, obstacles)) ?? null
}
