/**
 * How long a message or a hint may carry a row. A deleted value comes back when something that still carries it arrives after its
 * deletion was forgotten. So whatever carries rows says how old they are, and is neither taken in nor kept when that is more than half
 * of the tombstones' grace (or the request timeout, if that is longer). A tombstone is forgotten no sooner than twice that after every
 * replica had it (tombstones.ts): by then no disk and no carrier has what it deletes. This assumes that clocks differ by less than
 * the other half; how old a *value* is does not matter, nor by how much its coordinator's clock was off.
 */
import type { NodeId } from '../../../src-shared/ids'
import type { Core } from './core'
import { note } from './core'
import type { QuorumState } from './state'

interface Carried {
  readonly as_of_us: number
}

/** Whether what is carried is too old to be taken in, or kept for anybody. */
export function isTooOld({ now_us, settings }: QuorumState, { as_of_us }: Carried): boolean {
  return now_us - as_of_us > settings.carry_us
}

/** Whether a message has come too late; says so. */
export function isLate(core: Core, from: NodeId, message: Carried & { readonly type: string }): boolean {
  if (!isTooOld(core.state, message)) return false
  note(
    core,
    'late',
    `${core.state.id} ignores a ${message.type} from ${from}: what it carries is older than the time it may take`
  )
  return true
}

/** Whether an operation has taken so long that nobody may be told of its end any more but that it failed. */
export function isOverdue({ now_us, settings }: QuorumState, { begun_us }: { readonly begun_us: number }): boolean {
  return now_us - begun_us > settings.request_timeout_us
}
