/** One step under way: what is kept in mind besides the state and the effects gathered so far. */
import type { NodeId } from '../../../src-shared/ids'
import { LogAppend } from '../../../src-shared/protocols/replicated-log/facts'
import type { Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import { append, emit } from '../kit/core'
import type { Entry } from '../replicated-log/entry'
import { markOf } from '../replicated-log/entry'
import type { NodeMessage } from './messages'
import type { NodeRecord, NodeState, SavedSnapshot } from './state'

/** heartbeat: the leader's. failover: a follower has heard nothing. claim: nobody has objected in time. reads: some waited enough. */
export type Timer = 'heartbeat' | 'failover' | 'claim' | 'reads'

export type NodeEffect = Effect<NodeMessage, NodeRecord, SavedSnapshot>

export interface Core extends KitCore<NodeState, NodeMessage, NodeRecord, SavedSnapshot, Timer> {
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
  append(core, { kind: 'epoch', epoch })
}

/** Writes the entries gathered so far and tells of them; call before anything else happens to the log. */
export function flushEntries(core: Core): void {
  const entries = core.unwritten
  if (entries.length === 0) return
  const { id, disk } = core.state
  core.unwritten = []
  append(core, { kind: 'entries', entries })
  disk.marks.push({ records: disk.records, index: entries.at(-1)!.index })
  emit(core, LogAppend.of(id, { entries: entries.map(markOf) }))
}
