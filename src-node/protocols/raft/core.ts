/** One step under way: what Raft keeps in mind besides the state and the effects gathered so far. */
import type { NodeId } from '../../../src-shared/ids'
import { LogAppend, Vote } from '../../../src-shared/protocols/replicated-log/facts'
import type { Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import { append, emit } from '../kit/core'
import { emitOnceDurable } from '../kit/durable-events'
import type { Entry } from '../replicated-log/entry'
import { markOf } from '../replicated-log/entry'
import type { MachineDefinition } from '../replicated-log/machine'
import type { AppendEntries, AppendEntriesReply, RaftMessage } from './messages'
import type { SavedSnapshot } from './saved-snapshot'
import type { RaftRecord, RaftState } from './state'
import { lastEntry, lastTerm } from '../replicated-log/log'
import type { EntryId } from '../replicated-log/log'
import { isVoter } from '../replicated-log/membership'

/** election: followers and candidates campaign, a leader checks its quorum. transfer: the hand-over has failed. */
export type Timer = 'election' | 'heartbeat' | 'transfer'

export type RaftEffect = Effect<RaftMessage, RaftRecord, SavedSnapshot>

export interface Core extends KitCore<RaftState, RaftMessage, RaftRecord, SavedSnapshot, Timer> {
  /** What `state.machine` is. */
  readonly machine: MachineDefinition
  /** Whether it tells of timers and votes: of a node's many groups nobody could look at all. */
  readonly tells_elections: boolean
  /** Entries of the log that no record holds yet, as they came: one record and one event stand for all entries of a step. */
  unwritten: (readonly Entry[])[]
  /** The election timer is to be set afresh at the end of the step. */
  restart_election_timer: boolean
  /** The AppendEntries sent last: followers that are equally far, nearly always all of them, are sent the same. */
  append: AppendEntries | null
  /** The agreement to send at the end of the step: one reply stands for all AppendEntries of the step. */
  agreement: { readonly to: NodeId; readonly reply: AppendEntriesReply } | null
}

/** What a Raft is made of. */
export type RaftParts = Pick<Core, 'machine' | 'tells_elections'>

/** Nobody adds to it. */
const NOTHING: (readonly Entry[])[] = []

export function newCore({ machine, tells_elections }: RaftParts, state: RaftState, context: Context): Core {
  state.now_us = context.now_us
  const { random } = context
  return {
    machine,
    tells_elections,
    state,
    random,
    effects: [],
    unwritten: NOTHING,
    restart_election_timer: false,
    append: null,
    agreement: null
  }
}

export function emitRole(core: Core): void {
  const { id, role, term, leader, membership } = core.state
  const shown = role === 'follower' && !isVoter(membership, id) ? 'learner' : role
  emit(core, { kind: 'role', node: id, role: shown, term, leader })
}

/** Writes term and vote; call after every change of either (figure 2: on stable storage before answering). */
export function persistHardState(core: Core): void {
  flushEntries(core)
  append(core, hardState(core.state))
}

/** This node's vote, which it tells of once it is on disk: that is when it may leave. Call after {@link persistHardState}. */
export function emitVote(core: Core, candidate: NodeId, candidate_last: EntryId): void {
  const { id: node, term, log } = core.state
  emitOnceDurable(core, Vote.of(node, { candidate, term, last: lastEntry(log), candidate_last }))
}

export function hardState({ term, vote, log, switches }: RaftState): RaftRecord {
  // A vote goes with its term.
  if (switches['forget-term']) return { kind: 'hard-state', term: lastTerm(log), vote: null }
  return { kind: 'hard-state', term, vote: switches['forget-vote'] ? null : vote }
}

/** Entries that the log has got are to be written; the list must not change any more, since what is written keeps it. */
export function write(core: Core, entries: readonly Entry[]): void {
  // The first of a step is nearly always the only one.
  if (core.unwritten.length === 0) core.unwritten = [entries]
  else core.unwritten.push(entries)
}

/** Writes the entries gathered so far and tells of them; call before anything else happens to the log. */
export function flushEntries(core: Core): void {
  const { unwritten } = core
  if (unwritten.length === 0) return
  const { id, disk } = core.state
  const entries = unwritten.length === 1 ? unwritten[0]! : unwritten.flat()
  core.unwritten = NOTHING
  append(core, { kind: 'entries', entries })
  disk.marks.push({ records: disk.records, index: entries.at(-1)!.index })
  emit(core, LogAppend.of(id, { entries: entries.map(markOf) }))
}
