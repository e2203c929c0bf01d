/** One step under way: what is kept in mind besides the state and the effects gathered so far. */
import type { NodeId } from '../../../src-shared/ids'
import type { After, ClientReply, Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import { reply, send } from '../kit/core'
import type { MultiLeaderMessage, Update } from './messages'
import { resolutionOf } from './resolutions'
import type { Resolution } from './resolutions/resolution'
import type { MultiLeaderRecord, MultiLeaderSnapshot, MultiLeaderState } from './state'

/** exchange: pass on what is new. retransmit: what was not acknowledged is sent again. */
export type Timer = 'exchange' | 'retransmit'

export type MultiLeaderEffect = Effect<MultiLeaderMessage, MultiLeaderRecord, MultiLeaderSnapshot>

export interface Core extends KitCore<MultiLeaderState, MultiLeaderMessage, MultiLeaderRecord, MultiLeaderSnapshot, Timer> {
  readonly resolution: Resolution
  /** Updates taken in by this step. */
  readonly accepted_updates: Update[]
  /** Writes of this node's clients that gave way in it, as `client:op`. */
  readonly overwritten: string[]
  /** It took in everything that another node had. */
  has_whole_state: boolean
}

export function newCore(state: MultiLeaderState, context: Context): Core {
  state.now_us = Math.round(context.now_us)
  const resolution = resolutionOf(state.settings)
  return { state, random: context.random, resolution, effects: [], accepted_updates: [], overwritten: [], has_whole_state: false }
}

/** Promises and passes on only what is on disk. */
function afterStored({ switches }: MultiLeaderState): After {
  return switches['ack-before-store'] ? 'now' : 'sync'
}

export function sendStored(core: Core, to: NodeId, message: MultiLeaderMessage): void {
  send(core, to, message, afterStored(core.state))
}

export function replyStored(core: Core, request: number, answer: ClientReply): void {
  reply(core, request, answer, afterStored(core.state))
}
