import type { Point } from './geometry'

/** How far an arrow key moves something, with Shift, pixels. */
const STEP_PX = { plain: 8, far: 40 }
const DIRECTIONS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 }
}

/** Where a pressed key moves what has the focus, pixels; null: it is no arrow key. */
export function arrowStep({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): Point | null {
  const direction = DIRECTIONS[key]
  if (!direction) return null
  const step = shiftKey ? STEP_PX.far : STEP_PX.plain
  return { x: direction.x * step, y: direction.y * step }
}
