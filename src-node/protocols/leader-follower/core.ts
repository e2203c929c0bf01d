/** One step under way: the state, what the step was handed, and the effects gathered so far. */
import type { NodeId } from '../../../src-shared/ids'
import type { ProtocolEvent } from '../../../src-shared/events'
import { LogAppend } from '../../../src-shared/protocols/replicated-log/facts'
import type { After, ClientReply, Context, Effect } from '../contract'
import type { Entry } from '../replicated-log/entry'
import { markOf } from '../replicated-log/entry'
import type { NodeMessage } from './messages'
import type { NodeRecord, NodeState, SavedSnapshot } from './state'

export type NodeEffect = Effect<NodeMessage, NodeRecord, SavedSnapshot>

export interface Core {
  readonly state: NodeState
  readonly random: () => number
  readonly effects: NodeEffect[]
  /** Entries of the log that no record holds yet: one record and one event stand for all entries of a step. */
  unwritten: Entry[]
  /** The failover timer is to be set afresh at the end of the step. */
  restart_failover_timer: boolean
  /** What to tell the leader at the end of the step: stored up to here. */
  agreement: { readonly to: NodeId; readonly index: number } | null
}

export function newCore(state: NodeState, context: Context): Core {
  state.now_us = context.now_us
  return { state, random: context.random, effects: [], unwritten: [], restart_failover_timer: false, agreement: null }
}

/** `sync` for whatever promises something that must survive a crash, `now` for the rest. */
export function send(core: Core, to: NodeId, message: NodeMessage, after: After): void {
  core.effects.push({ kind: 'send', to, message, after })
}

/** Answers a client. What is acknowledged is on disk already, so no answer waits. */
export function reply(core: Core, request: number, answer: ClientReply): void {
  core.effects.push({ kind: 'reply', request, reply: answer, after: 'now' })
}

/** heartbeat: the leader's. failover: a follower has heard nothing. claim: nobody has objected in time. reads: some waited enough. */
export type Timer = 'heartbeat' | 'failover' | 'claim' | 'reads'

export function setTimer(core: Core, timer: Timer, delay_us: number): void {
  core.effects.push({ kind: 'set-timer', timer, delay_us })
}

export function clearTimer(core: Core, timer: Timer): void {
  core.effects.push({ kind: 'clear-timer', timer })
}

export function emit(core: Core, event: ProtocolEvent): void {
  core.effects.push({ kind: 'emit', event })
}

/** A sentence for people, filed under a topic. */
export function note(core: Core, topic: string, detail: string): void {
  emit(core, { kind: 'note', node: core.state.id, topic, detail })
}

export function emitRole(core: Core): void {
  const { id, role, epoch, leader } = core.state
  emit(core, { kind: 'role', node: id, role, term: epoch, leader })
}

/** Enters a later epoch, for good. */
export function enterEpoch(core: Core, epoch: number): void {
  core.state.epoch = epoch
  core.state.verified = 0
  core.state.catch_up_to = null
  core.state.arriving = null
  core.agreement = null
  flushEntries(core)
  appendRecord(core, { kind: 'epoch', epoch })
}

/** Writes the entries gathered so far and tells of them; call before anything else happens to the log. */
export function flushEntries(core: Core): void {
  const entries = core.unwritten
  if (entries.length === 0) return
  const { id, disk } = core.state
  core.unwritten = []
  appendRecord(core, { kind: 'entries', entries })
  disk.marks.push({ records: disk.records, index: entries.at(-1)!.index })
  emit(core, LogAppend.of(id, { entries: entries.map(markOf) }))
}

export function appendRecord(core: Core, record: NodeRecord): void {
  core.effects.push({ kind: 'append', record })
  core.state.disk.records++
}
