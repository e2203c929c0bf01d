/** One step under way: the state, and the effects gathered so far. */
import type { ProtocolEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import type { After, ClientReply, Context, Effect } from '../contract'
import type { MultiLeaderMessage, Update } from './messages'
import { resolutionOf } from './resolutions'
import type { Resolution } from './resolutions/resolution'
import type { MultiLeaderRecord, MultiLeaderSnapshot, MultiLeaderState } from './state'

export type MultiLeaderEffect = Effect<MultiLeaderMessage, MultiLeaderRecord, MultiLeaderSnapshot>

export interface Core {
  readonly state: MultiLeaderState
  readonly random: () => number
  readonly resolution: Resolution
  readonly effects: MultiLeaderEffect[]
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
  return switches.ack_before_store ? 'now' : 'sync'
}

export function send(core: Core, to: NodeId, message: MultiLeaderMessage): void {
  core.effects.push({ kind: 'send', to, message, after: afterStored(core.state) })
}

export function reply(core: Core, request: number, answer: ClientReply): void {
  core.effects.push({ kind: 'reply', request, reply: answer, after: afterStored(core.state) })
}

export function setTimer(core: Core, timer: Timer, delay_us: number): void {
  core.effects.push({ kind: 'set-timer', timer, delay_us })
}

/** exchange: pass on what is new. retransmit: what was not acknowledged is sent again. */
export type Timer = 'exchange' | 'retransmit'

export function emit(core: Core, event: ProtocolEvent): void {
  core.effects.push({ kind: 'emit', event })
}

/** A sentence for people, filed under a topic. */
export function note(core: Core, topic: string, detail: string): void {
  emit(core, { kind: 'note', node: core.state.id, topic, detail })
}
