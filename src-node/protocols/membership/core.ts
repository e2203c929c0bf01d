/** One step under way. */
import type { Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import type { MembershipMessage } from './messages'
import type { MembershipSnapshot, MembershipState } from './state'

/**
 * join: ask for a list until somebody answers. probe: a period is over. ask-others: the probed member has not answered yet. relay: the same of
 * one that was probed for another. expire: a suspicion ends. sync, reconnect: lists are exchanged. heartbeat: to all. silence, surprise: the
 * fixed timeout, and φ at its threshold.
 */
export type Timer =
  | 'join'
  | 'probe'
  | 'ask-others'
  | `relay:${number}`
  | `expire:${number}`
  | 'sync'
  | 'reconnect'
  | 'heartbeat'
  | `silence:${number}`
  | `surprise:${number}`

export type MembershipEffect = Effect<MembershipMessage, never, MembershipSnapshot>

export interface Core extends KitCore<MembershipState, MembershipMessage, never, MembershipSnapshot, Timer> {
  readonly now_us: number
}

export function newCore(state: MembershipState, { random, now_us }: Context): Core {
  return { state, random, effects: [], now_us }
}
