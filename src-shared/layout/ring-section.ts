/** Parts of a ring as SVG paths, around the origin; `turn` 0 is the top, 0.25 the right. */
import type { Point } from './circle'

/** From 0 to 1. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

export function onCircle(radius: number, turn: number): Point {
  const angle = 2 * Math.PI * turn
  return { x: radius * Math.sin(angle), y: -radius * Math.cos(angle) }
}

/** One that is all of the ring is cut at its begin. */
export function ringSection({ from, to }: Stretch, inner: number, outer: number): string {
  // An arc that ends where it begins is drawn as nothing.
  const end = Math.min(to, from + 0.99999)
  return `${arc(outer, from, end)}L${pathPoint(onCircle(inner, end))}${arcTo(inner, end, from)}Z`
}

export function arc(radius: number, from: number, to: number): string {
  return `M${pathPoint(onCircle(radius, from))}${arcTo(radius, from, to)}`
}

function arcTo(radius: number, from: number, to: number): string {
  const large = Math.abs(to - from) > 0.5 ? 1 : 0
  return `A${radius} ${radius} 0 ${large} ${to > from ? 1 : 0} ${pathPoint(onCircle(radius, to))}`
}

export function pathPoint({ x, y }: Point): string {
  return `${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100}`
}
