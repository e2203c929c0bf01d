import { NODES_MAX } from '../engine'
import type { NodeId } from '../ids'
import type { RoleIcon } from '../description/role-look'
import type { Point, Size } from './circle'

/** So many nodes have room for a card each; more are dots on a ring. */
export const CARDS_MAX = NODES_MAX.processes

export interface RingLayout {
  /** Places on it. */
  readonly count: number
  /** Diameter of a dot, pixels. */
  readonly dot_px: number
  /** From the outermost circle to the innermost, pixels. */
  readonly depth_px: number
  /** Diameter of what is free within the innermost circle, pixels. */
  readonly inner_px: number
  /** There is room for a name beside each dot. */
  readonly is_named: boolean
  /** A place on the ring, whole numbers being those of nodes in their order; `inwards_px` from the outermost circle. */
  at(place: number, inwards_px: number): Point
  /** The middle of the node's dot. */
  dot(place: number): Point
}

const PITCH_PX_MIN = 9
const DOT_PX = { least: 5, most: 22 }
/** Of the pitch. */
const DOT_SHARE = 0.72
const CIRCLES_MAX = 12
/** Around the ring, for names and what is said of groups. */
const MARGIN_PX = { x: 168, y: 34 }
/** From this distance between two dots on a single circle each has its name beside it. */
const NAMES_PITCH_PX = 24
const TURN = 2 * Math.PI

/**
 * Dots on a circle, clockwise from the top. Where they would touch they stand on several circles within each other, each node beside the
 * next one: neighbours in the run's order are neighbours in the picture.
 */
export function ringLayout(count: number, stage: Size, top_px: number): RingLayout {
  const radius_px = Math.max(60, Math.min(stage.height / 2 - MARGIN_PX.y, stage.width / 2 - MARGIN_PX.x))
  const around_px = TURN * radius_px
  const circles = Math.min(CIRCLES_MAX, Math.ceil((PITCH_PX_MIN * count) / around_px))
  const pitch_px = (around_px * circles) / Math.max(1, count)
  // On the innermost circle they stand closer.
  const narrowing = 1 - ((circles - 1) * pitch_px) / radius_px
  const dot_px = Math.max(DOT_PX.least, Math.min(DOT_PX.most, pitch_px * narrowing * DOT_SHARE))
  const gap_px = dot_px / DOT_SHARE
  const at = (place: number, inwards_px: number): Point => {
    const angle = (place / count) * TURN - Math.PI / 2
    return {
      x: stage.width / 2 + (radius_px - inwards_px) * Math.cos(angle),
      y: top_px + stage.height / 2 + (radius_px - inwards_px) * Math.sin(angle)
    }
  }
  return {
    count,
    dot_px,
    depth_px: (circles - 1) * gap_px,
    inner_px: 2 * (radius_px - (circles - 1) * gap_px) - dot_px,
    is_named: circles === 1 && pitch_px >= NAMES_PITCH_PX,
    at,
    dot: (place) => at(place, (place % circles) * gap_px)
  }
}

/** Places `from` to `to`, both included; `to` is beyond the last place where the run goes over the top. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** The stretches of the ring that these nodes stand on, the longest first. */
export function stretchesOf(nodes: readonly NodeId[], places: ReadonlyMap<NodeId, number>): Stretch[] {
  const taken = nodes.flatMap((node) => places.get(node) ?? []).sort((a, b) => a - b)
  const stretches: { from: number; to: number }[] = []
  for (const place of taken) {
    const last = stretches.at(-1)
    if (last?.to === place - 1) last.to = place
    else stretches.push({ from: place, to: place })
  }
  const [first] = stretches
  const last = stretches.at(-1)
  if (first && last && first !== last && first.from === 0 && last.to === places.size - 1) {
    last.to += first.to + 1
    stretches.shift()
  }
  return stretches.sort((a, b) => b.to - b.from - (a.to - a.from))
}

/** Corners of a band around the whole ring: it looks round. */
const CORNERS = 160

/** An SVG path along the middle of the ring; a thick stroke makes it a band. */
export function bandPath({ from, to }: Stretch, { count, at, depth_px }: RingLayout): string {
  const [start, end] = [from - 0.4, to + 0.4]
  const corners = Math.ceil(((end - start) / count) * CORNERS)
  const points = Array.from({ length: corners + 1 }, (_, i) => at(start + ((end - start) * i) / corners, depth_px / 2))
  return `M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`
}

/** The outline of a dot around the origin; those that lead stand out by form too. */
export function dotOutline(icon: RoleIcon, dot_px: number): string {
  const r = dot_px / 2
  switch (icon) {
    case 'star':
      return polygon(10, (i) => (i % 2 === 0 ? r * 1.7 : r * 0.75))
    case 'square':
      return polygon(4, () => r * 1.25, Math.PI / 4)
    case 'diamond':
      return polygon(4, () => r * 1.3)
    case 'vote':
    case 'triangle':
      return polygon(3, () => r * 1.4)
    case 'circle':
    case 'dot':
      return `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`
  }
}

function polygon(corners: number, radius: (corner: number) => number, turn = 0): string {
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = (i / corners) * 2 * Math.PI - Math.PI / 2 + turn
    return `${(radius(i) * Math.cos(angle)).toFixed(2)} ${(radius(i) * Math.sin(angle)).toFixed(2)}`
  })
  return `M${points.join('L')}Z`
}
