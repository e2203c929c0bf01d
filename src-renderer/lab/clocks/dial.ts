/** A dial on which clocks are seen beside true time: that is at the top, and what is off by the dial's reach is at its ends. */
import type { ClockStanding } from '../../../src-shared/clock/standing'

/** To each side of the top; between the two ends, at the bottom, there is nothing. */
const END_DEGREES = 140
/** Where nothing is off there is room to drag. */
const CALM_MS = 1000
/** Largest figures fill this much of half a dial. */
const FILLED = 0.9

/** Reaches that a dial may have. */
export const REACHES_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 60_000, 3_600_000] as const

/** The smallest reach that shows everything of these clocks. */
export function reachFor(standings: readonly ClockStanding[]): number {
  const most_ms = Math.max(
    ...standings.map(({ error_ms, believed }) =>
      Math.max(Math.abs(error_ms ?? 0), believed === null ? 0 : Math.abs(believed.error_ms) + believed.bound_ms)
    ),
    0
  )
  if (most_ms < REACHES_MS[0] / 100) return CALM_MS
  return REACHES_MS.find((reach_ms) => most_ms <= reach_ms * FILLED) ?? REACHES_MS.at(-1)!
}

/** Clockwise from the top, in degrees: a clock that is ahead is to the right. */
export function degreesOf(error_ms: number, reach_ms: number): number {
  return Math.max(-1, Math.min(1, error_ms / reach_ms)) * END_DEGREES
}

/** What a hand that points there says; `x` and `y` from the dial's middle, down is more. */
export function errorAt(x: number, y: number, reach_ms: number): number {
  const degrees = (Math.atan2(x, -y) * 180) / Math.PI
  return roundedFor(Math.max(-1, Math.min(1, degrees / END_DEGREES)) * reach_ms, reach_ms)
}

/** A hundredth of the reach is as exact as a hand can be set. */
export function stepOf(reach_ms: number): number {
  return reach_ms / 100
}

function roundedFor(error_ms: number, reach_ms: number): number {
  const step_ms = stepOf(reach_ms)
  return Number((Math.round(error_ms / step_ms) * step_ms).toFixed(3)) || 0
}

/** Where a key moves the hand to; null: it is none of the slider's. */
export function movedBy(key: string, error_ms: number, reach_ms: number): number | null {
  const step_ms = stepOf(reach_ms)
  const to_ms: Readonly<Record<string, number>> = {
    ArrowRight: error_ms + step_ms,
    ArrowUp: error_ms + step_ms,
    ArrowLeft: error_ms - step_ms,
    ArrowDown: error_ms - step_ms,
    PageUp: error_ms + 10 * step_ms,
    PageDown: error_ms - 10 * step_ms,
    Home: -reach_ms,
    End: reach_ms
  }
  const moved_ms = to_ms[key]
  return moved_ms === undefined ? null : roundedFor(Math.max(-reach_ms, Math.min(reach_ms, moved_ms)), reach_ms)
}

/** A point on the dial's circle of this radius. */
function pointAt(degrees: number, radius: number): string {
  const radians = (degrees * Math.PI) / 180
  return `${(Math.sin(radians) * radius).toFixed(2)} ${(-Math.cos(radians) * radius).toFixed(2)}`
}

/** From one end of the interval to the other, as a sector between two radii. */
export function sectorPath(from_degrees: number, to_degrees: number, inner: number, outer: number): string {
  const large = to_degrees - from_degrees > 180 ? 1 : 0
  return [
    `M${pointAt(from_degrees, inner)}`,
    `L${pointAt(from_degrees, outer)}`,
    `A${outer} ${outer} 0 ${large} 1 ${pointAt(to_degrees, outer)}`,
    `L${pointAt(to_degrees, inner)}`,
    `A${inner} ${inner} 0 ${large} 0 ${pointAt(from_degrees, inner)}Z`
  ].join('')
}

/** The dial's rim, from one end to the other. */
export function rimPath(radius: number): string {
  return `M${pointAt(-END_DEGREES, radius)}A${radius} ${radius} 0 1 1 ${pointAt(END_DEGREES, radius)}`
}
