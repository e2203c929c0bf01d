/** A scenario's timeline as pieces on a track: what can be moved and stretched, and how far. */
import type { FaultAction } from '../../../src-shared/faults/actions'
import { describeAction } from '../../../src-shared/faults/label'
import { faultKind } from '../../../src-shared/faults/kind'
import type { FaultKind } from '../../../src-shared/faults/kind'
import { DURATION_MS_MAX } from '../../../src-shared/scenario/duration'
import type { Scenario } from '../../../src-shared/scenario/schema'

export interface Piece {
  /** Its place in the timeline. */
  readonly index: number
  readonly label: string
  readonly kind: FaultKind
  readonly at_ms: number
  /** null: to the end, or over at once. */
  readonly for_ms: number | null
  readonly can_last: boolean
  /** How often it happens. */
  readonly times: number
}

/** A change of a piece by a drag or a key. */
export interface Move {
  readonly at_ms: number
  readonly for_ms: number | null
}

/** Of a run without a duration the track shows so much behind its last piece, and so much at least. */
const BEYOND_MS = 5000
const SHOWN_MS_MIN = 10_000
const FINE_MS = 10
const COARSE_MS = 100
/** With less of the run in a pixel, pieces snap finely. */
const FINE_MS_PER_PX = 4

/** Actions that are over as soon as they are done; all others last, and are then undone. */
const INSTANTANEOUS: ReadonlySet<FaultAction['do']> = new Set([
  'heal',
  'restart',
  'restart-all',
  'resume',
  'backup-disk',
  'join',
  'leave',
  'command'
])

export function piecesOf({ timeline }: Pick<Scenario, 'timeline'>): Piece[] {
  return timeline.map(({ at, label, times, action, for: for_ms }, index) => ({
    index,
    label: label ?? describeAction(action),
    kind: faultKind(action),
    at_ms: at,
    for_ms: for_ms ?? null,
    can_last: !INSTANTANEOUS.has(action.do),
    times
  }))
}

/** How much of the run the track shows. */
export function trackLength_ms({ timeline, duration }: Pick<Scenario, 'timeline' | 'duration'>): number {
  const last = Math.max(0, ...timeline.map(({ at, for: lasting = 0 }) => at + lasting))
  return duration ?? Math.min(DURATION_MS_MAX, Math.max(SHOWN_MS_MIN, last + BEYOND_MS))
}

/** To what pieces snap, and by what a key moves them. */
export function step_ms(ms_per_px: number): number {
  return ms_per_px <= FINE_MS_PER_PX ? FINE_MS : COARSE_MS
}

/** The piece moved by so much, within the run. */
export function moved({ at_ms, for_ms }: Move, by_ms: number, step: number, length_ms: number): Move {
  return { at_ms: Math.min(Math.max(0, snapped(at_ms + by_ms, step)), length_ms), for_ms }
}

/** The piece lasting so much longer; one that lasted to the end begins with what is left. */
export function stretched({ at_ms, for_ms }: Move, by_ms: number, step: number, length_ms: number): Move {
  const before = for_ms ?? length_ms - at_ms
  return { at_ms, for_ms: Math.min(Math.max(step, snapped(before + by_ms, step)), Math.max(step, DURATION_MS_MAX - at_ms)) }
}

function snapped(ms: number, step: number): number {
  return Math.round(ms / step) * step
}
