import type { Point, Size } from './geometry'
import type { Bounds } from './scalarField'

/** Areas change in such steps, so that a node that is dragged does not resize them all the time. */
const STEP_PX = 64

/** What a moving picture may cover: all points and what stands around them, within the canvas; nothing without points. */
export function movingArea(points: readonly Point[], margin_px: number, { width, height }: Size): Bounds {
  if (points.length === 0) return { left: 0, top: 0, right: 0, bottom: 0 }
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  const before = (px: number) => Math.max(0, Math.floor((px - margin_px) / STEP_PX) * STEP_PX)
  const behind = (px: number) => Math.ceil((px + margin_px) / STEP_PX) * STEP_PX
  const [left, top] = [before(Math.min(...xs)), before(Math.min(...ys))]
  return {
    left,
    top,
    right: Math.max(left, Math.min(Math.ceil(width), behind(Math.max(...xs)))),
    bottom: Math.max(top, Math.min(Math.ceil(height), behind(Math.max(...ys))))
  }
}
