/**
 * Maximum age of rows in messages and hints. A row that arrives after its tombstone was purged would resurrect the value, so rows
 * older than half the tombstone grace (or the request timeout, if longer) are rejected. ...
 */
import type { NodeId } from '../../../src-shared/ids'
import { note } from '../kit/core'
import type { Core } from './core'
import type { QuorumState } from './state'

interface AgedPayload {
  readonly as_of_us: number
}

/** Whether what is carried is too old to be taken in, or kept for anybody. */
export function isTooOld({ now_us, settings }: QuorumState, { as_of_us }: AgedPayload): boolean {
  return now_us - as_of_us > settings.carry_us
}

/** Whether a message has come too late; says so. */
export function isLate(core: Core, from: NodeId, message: AgedPayload & { readonly type: string }): boolean {
  if (!isTooOld(core.state, message)) return false
  note(
    core,
    'late',
    `${core.state.id} ignores a ${message.type} from ${from}: what it carries is older than the time it may take`
  )
  return true
}

/** How long an operation may still take, in µs. */
export function timeLeft({ now_us, settings }: QuorumState, { begun_us }: { readonly begun_us: number }): number {
  return Math.max(0, begun_us + settings.request_timeout_us - now_us)
}

/** Whether an operation has taken so long that nobody may be told of its end any more but that it failed. */
export function isOverdue({ now_us, settings }: QuorumState, { begun_us }: { readonly begun_us: number }): boolean {
  return now_us - begun_us > settings.request_timeout_us
}
