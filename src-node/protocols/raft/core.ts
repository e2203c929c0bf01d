/** One step under way: the state, what the step was handed, and the effects gathered so far. */
import type { NodeId } from '../../../src-shared/ids'
import type { ProtocolEvent } from '../../../src-shared/events'
import { LogAppend, Vote } from '../../../src-shared/protocols/replicated-log/facts'
import type { After, ClientReply, Context, Effect } from '../contract'
import type { Entry } from '../replicated-log/entry'
import { markOf } from '../replicated-log/entry'
import type { AppendEntries, AppendEntriesReply, RaftMessage } from './messages'
import type { SavedSnapshot } from './snapshot'
import type { RaftRecord, RaftState } from './state'
import { lastEntry, lastTerm } from '../replicated-log/log'
import type { EntryId } from '../replicated-log/log'

export type RaftEffect = Effect<RaftMessage, RaftRecord, SavedSnapshot>

export interface Core {
  readonly state: RaftState
  readonly random: () => number
  readonly effects: RaftEffect[]
  /** Entries of the log that no record holds yet: one record and one event stand for all entries of a step. */
  unwritten: Entry[]
  /** The election timer is to be set afresh at the end of the step. */
  restart_election_timer: boolean
  /** The AppendEntries sent last: followers that are equally far, nearly always all of them, are sent the same. */
  append: AppendEntries | null
  /** The agreement to send at the end of the step: one reply stands for all AppendEntries of the step. */
  agreement: { readonly to: NodeId; readonly reply: AppendEntriesReply } | null
}

export function newCore(state: RaftState, context: Context): Core {
  state.now_us = context.now_us
  const { random } = context
  return { state, random, effects: [], unwritten: [], restart_election_timer: false, append: null, agreement: null }
}

/** `sync` for whatever promises something that must survive a crash, `now` for the rest. */
export function send(core: Core, to: NodeId, message: RaftMessage, after: After): void {
  core.effects.push({ kind: 'send', to, message, after })
}

/** Answers a client. What is answered is committed or promises nothing, so it never waits for the disk. */
export function reply(core: Core, request: number, answer: ClientReply): void {
  core.effects.push({ kind: 'reply', request, reply: answer, after: 'now' })
}

export function setTimer(core: Core, timer: Timer, delay_us: number): void {
  core.effects.push({ kind: 'set-timer', timer, delay_us })
}

export function clearTimer(core: Core, timer: Timer): void {
  core.effects.push({ kind: 'clear-timer', timer })
}

/** election: followers and candidates campaign, a leader checks its quorum. transfer: the hand-over has failed. */
export const TIMERS = ['election', 'heartbeat', 'transfer'] as const
export type Timer = (typeof TIMERS)[number]

export function emit(core: Core, event: ProtocolEvent): void {
  core.effects.push({ kind: 'emit', event })
}

/** A sentence for people, filed under a topic. */
export function note(core: Core, topic: string, detail: string): void {
  emit(core, { kind: 'note', node: core.state.id, topic, detail })
}

export function emitRole(core: Core): void {
  const { id, role, term, leader } = core.state
  emit(core, { kind: 'role', node: id, role, term, leader })
}

/** Writes term and vote; call after every change of either (figure 2: on stable storage before answering). */
export function persistHardState(core: Core): void {
  flushEntries(core)
  appendRecord(core, hardState(core.state))
}

/** This node's vote, which it tells of once it is on disk: that is when it may leave. Call after {@link persistHardState}. */
export function emitVote(core: Core, candidate: NodeId, candidate_last: EntryId): void {
  const { id: node, term, log, disk } = core.state
  const last = lastEntry(log)
  disk.votes.push({ records: disk.records, event: Vote.of(node, { candidate, term, last, candidate_last }) })
}

export function hardState({ term, vote, log, switches }: RaftState): RaftRecord {
  // A vote goes with its term.
  if (switches.forget_term) return { kind: 'hard-state', term: lastTerm(log), vote: null }
  return { kind: 'hard-state', term, vote: switches.forget_vote ? null : vote }
}

/** Writes the entries gathered so far and tells of them; call before anything else happens to the log. */
export function flushEntries(core: Core): void {
  const entries = core.unwritten
  if (entries.length === 0) return
  const { id, disk } = core.state
  core.unwritten = []
  // Kept for long, so without the spare room of an array that has grown.
  appendRecord(core, { kind: 'entries', entries: entries.slice() })
  disk.marks.push({ records: disk.records, index: entries.at(-1)!.index })
  emit(core, LogAppend.of(id, { entries: entries.map(markOf) }))
}

function appendRecord(core: Core, record: RaftRecord): void {
  core.effects.push({ kind: 'append', record })
  core.state.disk.records++
}
