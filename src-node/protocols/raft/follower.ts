/** AppendEntries at its receiver (figure 2, right column). */
import type { NodeId } from '../../../src-shared/ids'
import { LogTruncate } from '../../../src-shared/protocols/replicated-log/facts'
import { assert, ProtocolAssertionError } from '../contract'
import { emit, note, send } from '../kit/core'
import { onAppended, onTruncated } from './configuration'
import type { Core } from './core'
import { flushEntries, write } from './core'
import { truncateDurable } from '../replicated-log/durability'
import type { Entry } from '../replicated-log/entry'
import { appendToLog, lastIndex, lastIndexWithin, termAt, truncateLog } from '../replicated-log/log'
import { noteCommit } from './freshness'
import type { AppendEntries } from './messages'
import { becomeFollower } from './roles'
import type { RaftState } from './state'

/** A message of the current term from its leader: follow it, and be quiet for another election timeout (Raft §5.2). */
export function heardFromLeader(core: Core, leader: NodeId): void {
  const { state } = core
  if (state.role === 'leader') throw new ProtocolAssertionError(`two leaders in term ${state.term}: ${state.id} and ${leader}`)
  becomeFollower(core, state.term, leader)
  state.last_heard_us = state.now_us
  core.restart_election_timer = true
}

export function onAppendEntries(core: Core, from: NodeId, message: AppendEntries): void {
  const { state } = core
  heardFromLeader(core, from)
  noteCommit(state, message.commit)
  const { previous_index, previous_term, entries } = message
  // Below the commit index the logs agree for certain, and entries may be compacted away.
  if (previous_index < state.commit) return agree(core, from, message, state.commit)
  if (termAt(state.log, previous_index) !== previous_term) return refuse(core, from, message)
  storeEntries(core, from, entries)
  const last_new = previous_index + entries.length
  state.commit = Math.max(state.commit, Math.min(message.commit, lastToCommit(state, last_new)))
  agree(core, from, message, last_new)
}

/** The leader's commit index covers this log only as far as this message has shown the two to agree (figure 2, step 5). */
function lastToCommit({ switches, log }: RaftState, last_new: number): number {
  // Nothing beyond the log can be applied, so even the bug stops there.
  return switches['commit-beyond-log'] ? lastIndex(log) : last_new
}

/** Skips what is there already; from the first conflict on, the leader's entries replace this node's. */
function storeEntries(core: Core, leader: NodeId, entries: readonly Entry[]): void {
  const { state } = core
  const { log } = state
  let fresh = 0
  while (fresh < entries.length && !isFresh(state, entries[fresh]!)) fresh++
  if (fresh === entries.length) return
  const { index } = entries[fresh]!
  if (index <= lastIndex(log)) dropConflict(core, leader, index)
  const added = fresh === 0 ? entries : entries.slice(fresh)
  appendToLog(log, added)
  write(core, added)
  onAppended(core, added)
}

/** The entry at `index` and all after it are not what the leader has. */
function dropConflict(core: Core, leader: NodeId, index: number): void {
  const { log, id, commit, disk } = core.state
  assert(index > commit, () => `${leader} would overwrite the committed entry ${index}`)
  note(core, 'log-conflict', `${id} replaces its log from entry ${index} of term ${termAt(log, index)} on by that of ${leader}`)
  flushEntries(core)
  truncateLog(log, index)
  truncateDurable(disk, index - 1)
  emit(core, LogTruncate.of(id, { from_index: index }))
  onTruncated(core, index)
}

/** Whether the entry and all after it must be written: the log lacks it or holds another there. */
function isFresh({ switches, log }: RaftState, { index, term }: Entry): boolean {
  if (switches['truncate-always']) return true
  if (switches['keep-conflicts']) return index > lastIndex(log)
  return termAt(log, index) !== term
}

function agree(core: Core, to: NodeId, { round }: AppendEntries, index: number): void {
  const { term, generation } = core.state
  const earlier = core.agreement?.reply
  core.agreement = {
    to,
    reply: {
      type: 'append-entries-reply',
      term,
      success: true,
      index: Math.max(index, earlier?.index ?? 0),
      hint_index: 0,
      hint_term: 0,
      round: Math.max(round, earlier?.round ?? 0),
      generation
    }
  }
}

function refuse(core: Core, to: NodeId, { previous_index, previous_term, round }: AppendEntries): void {
  const { term, log, generation } = core.state
  const hint_index = lastIndexWithin(log, previous_index, previous_term)
  send(
    core,
    to,
    {
      type: 'append-entries-reply',
      term,
      success: false,
      index: previous_index,
      hint_index,
      hint_term: termAt(log, hint_index) ?? 0,
      round,
      generation
    },
    'sync'
  )
}
