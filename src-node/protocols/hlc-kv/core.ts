/** One step under way: what is kept in mind besides the state and the effects gathered so far. */
import type { ProtocolEvent } from '../../../src-shared/events'
import type { After, ClientReply, Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import { reply } from '../kit/core'
import type { HlcMessage, Version } from './messages'
import type { HlcRecord, HlcSnapshot, HlcState } from './state'

/** close: tell up to which stamp all was sent. exchange: tell what this node has. */
export type Timer = 'close' | 'exchange'

export type HlcEffect = Effect<HlcMessage, HlcRecord, HlcSnapshot>

export interface Core extends KitCore<HlcState, HlcMessage, HlcRecord, HlcSnapshot, Timer> {
  /** What is told at its end, once all that it wrote is on disk. */
  readonly told: ProtocolEvent[]
  /** Versions taken in by this step. */
  readonly taken: Version[]
  /** Writes of this node's clients that gave way in it to ones that did not know of them, as `client:op`. */
  readonly overwritten: string[]
  /** Of a range that it took in some versions had been dropped. */
  has_skipped: boolean
}

export function newCore(state: HlcState, { now_us, random }: Context): Core {
  state.now_us = Math.round(now_us)
  return { state, random, effects: [], told: [], taken: [], overwritten: [], has_skipped: false }
}

/** Promises and passes on only what is on disk; so is the bound of every stamp that leaves. */
export function afterStored({ switches }: HlcState): After {
  return switches['ack-before-store'] ? 'now' : 'sync'
}

export function replyStored(core: Core, request: number, answer: ClientReply): void {
  reply(core, request, answer, afterStored(core.state))
}
