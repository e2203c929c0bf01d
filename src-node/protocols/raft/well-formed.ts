/** Which messages a correct peer could have sent. */
import type { NodeId } from '../../../src-shared/ids'
import { isBoolean, isCount, isListOf, isUndeclared } from '../kit/well-formed'
import type { MachineDefinition } from '../replicated-log/machine'
import { areEntries, isMembership } from '../replicated-log/well-formed'
import type { AppendEntries, AppendEntriesReply, InstallSnapshot, InstallSnapshotReply, RaftMessage, Removed } from './messages'

/** What the log is applied to knows its commands and its rows. */
type Machine = Pick<MachineDefinition, 'isCommand' | 'isRow'>

/** `known`: those that take part in the cluster or did; no others may vote. */
export function isWellFormed(machine: Machine, message: RaftMessage, known: readonly NodeId[]): boolean {
  switch (message.type) {
    case 'append-entries':
      return isAppendEntries(machine, message, known)
    case 'append-entries-reply':
      return isAppendEntriesReply(message)
    case 'pre-vote':
      return isCount(message.term) && isCount(message.last_index) && isCount(message.last_term)
    case 'pre-vote-reply':
      return isCount(message.term) && isCount(message.asked_term) && isBoolean(message.granted)
    case 'request-vote':
      return isCount(message.term) && isCount(message.last_index) && isCount(message.last_term) && isBoolean(message.forced)
    case 'request-vote-reply':
      return isCount(message.term) && isBoolean(message.granted)
    case 'install-snapshot':
      return isInstallSnapshot(machine, message, known)
    case 'install-snapshot-reply':
      return isInstallSnapshotReply(message)
    case 'timeout-now':
      return isCount(message.term)
    case 'removed':
      return isRemoved(message)
    default:
      return isUndeclared(message)
  }
}

function isAppendEntries({ isCommand }: Machine, message: AppendEntries, known: readonly NodeId[]): boolean {
  const { term, previous_index: index, previous_term, entries, commit, round } = message
  if (!isCount(term) || !isCount(index) || !isCount(previous_term) || !isCount(commit) || !isCount(round)) return false
  return Array.isArray(entries) && areEntries(entries, { index, term: previous_term }, term, known, isCommand)
}

function isAppendEntriesReply(message: AppendEntriesReply): boolean {
  const { term, success, index, hint_index, hint_term, round, generation } = message
  if (!isCount(term) || !isBoolean(success) || !isCount(index) || !isCount(round) || !isCount(generation)) return false
  return isCount(hint_index) && isCount(hint_term)
}

function isInstallSnapshot({ isRow }: Machine, message: InstallSnapshot, known: readonly NodeId[]): boolean {
  const { term, index, index_term, membership, offset, rows, done } = message
  if (!isCount(term) || !isCount(index) || !isCount(index_term) || !isCount(offset) || !isBoolean(done)) return false
  return index_term <= term && isMembership(membership, known) && isListOf(rows, isRow)
}

function isRemoved({ term, index, index_term }: Removed): boolean {
  return isCount(term) && isCount(index) && isCount(index_term) && index_term <= term
}

function isInstallSnapshotReply({ term, index, offset, received, done, generation }: InstallSnapshotReply): boolean {
  if (!isCount(term) || !isCount(index) || !isCount(offset)) return false
  return isCount(received) && isBoolean(done) && isCount(generation)
}
