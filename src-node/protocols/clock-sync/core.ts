/** One step under way. */
import type { Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import type { ClockSyncMessage } from './messages'
import type { ClockSyncState } from './state'

/** poll: the sources are asked. leap: a leap second begins. */
export type Timer = 'poll' | 'leap'
export type ClockSyncEffect = Effect<ClockSyncMessage, never, never, Timer>

export interface Core extends KitCore<ClockSyncState, ClockSyncMessage, never, never, Timer> {
  /** By this node's own clock. */
  readonly now_us: number
}

export function newCore(state: ClockSyncState, { random, now_us }: Context): Core {
  state.seen_us = now_us
  return { state, random, now_us, effects: [] }
}
