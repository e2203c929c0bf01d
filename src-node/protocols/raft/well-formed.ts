/**
 * Whether something that came over the network is a message that a correct peer could have sent. A frame's checksum vouches for its
 * bytes, not for its sender: any program on this machine can connect and claim to be a peer. By hand rather than by schema, since
 * followers do it for every entry.
 */
import type { NodeId } from '../../../src-shared/ids'
import type { AppendEntries, AppendEntriesReply, InstallSnapshot, InstallSnapshotReply, RaftMessage } from './messages'
import { areEntries, fieldsOf, isCount, isRow } from '../replicated-log/well-formed'

/** `known`: the nodes of the cluster; no others may vote. */
export function isWellFormed(message: RaftMessage, known: readonly NodeId[]): boolean {
  if (!isCount(message.term)) return false
  switch (message.type) {
    case 'append-entries':
      return isAppendEntries(message)
    case 'append-entries-reply':
      return isAppendEntriesReply(message)
    case 'pre-vote':
      return isCount(message.last_index) && isCount(message.last_term)
    case 'pre-vote-reply':
      return isCount(message.asked_term) && isBoolean(message.granted)
    case 'request-vote':
      return isCount(message.last_index) && isCount(message.last_term) && isBoolean(message.forced)
    case 'request-vote-reply':
      return isBoolean(message.granted)
    case 'install-snapshot':
      return isInstallSnapshot(message, known)
    case 'install-snapshot-reply':
      return isInstallSnapshotReply(message)
    case 'timeout-now':
      return true
    default:
      return false
  }
}

function isAppendEntries({ term, previous_index: index, previous_term, entries, commit, round }: AppendEntries): boolean {
  if (!isCount(index) || !isCount(previous_term) || !isCount(commit) || !isCount(round)) return false
  return Array.isArray(entries) && areEntries(entries, { index, term: previous_term }, term)
}

function isAppendEntriesReply({ success, index, hint_index, hint_term, round, generation }: AppendEntriesReply): boolean {
  if (!isCount(generation)) return false
  return isBoolean(success) && isCount(index) && isCount(hint_index) && isCount(hint_term) && isCount(round)
}

function isInstallSnapshot(message: InstallSnapshot, known: readonly NodeId[]): boolean {
  const { term, index, index_term, membership, offset, rows, done } = message
  if (!isCount(index) || !isCount(index_term) || !isCount(offset) || !isBoolean(done)) return false
  return index_term <= term && isMembership(membership, known) && Array.isArray(rows) && rows.every(isRow)
}

function isInstallSnapshotReply({ index, offset, received, done, generation }: InstallSnapshotReply): boolean {
  return isCount(index) && isCount(offset) && isCount(received) && isBoolean(done) && isCount(generation)
}

function isMembership(value: unknown, known: readonly NodeId[]): boolean {
  const { voters } = fieldsOf(value)
  return Array.isArray(voters) && voters.length > 0 && voters.every((voter) => known.includes(voter as NodeId))
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean'
}
