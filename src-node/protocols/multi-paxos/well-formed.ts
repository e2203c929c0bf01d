/** Which messages a correct peer could have sent. */
import type { NodeId } from '../../../src-shared/ids'
import { fieldsOf, isBoolean, isCount, isInteger, isListOf, isText, isUndeclared } from '../kit/well-formed'
import { isLoggedWrite, isMembership, isRow } from '../replicated-log/well-formed'
import type { MultiPaxosMessage, SnapshotPiece } from './messages'

export function isWellFormed(message: MultiPaxosMessage, known: readonly NodeId[]): boolean {
  switch (message.type) {
    case 'prepare':
      return isBallot(message.ballot) && isCount(message.commit) && isCount(message.configuration)
    case 'promise':
      return isBallot(message.ballot) && areEntries(message.entries, known, (term) => term < message.ballot)
    case 'accept': {
      const { ballot, entries, commit, configuration, round } = message
      if (!isBallot(ballot) || !areEntries(entries, known, (term) => term === ballot)) return false
      return isCount(commit) && isCount(configuration) && isCount(round)
    }
    case 'accepted': {
      const { ballot, slots, commit, round, holders } = message
      const are_known = isListOf(holders, (holder) => isText(holder) && known.includes(holder))
      return isBallot(ballot) && isListOf(slots, isCount) && isCount(commit) && isCount(round) && are_known
    }
    case 'refuse':
      return isBallot(message.ballot) && isCount(message.promised) && isCount(message.compacted)
    case 'heartbeat-request':
      return isCount(message.round)
    case 'heartbeat-reply':
      return isCount(message.round) && isCount(message.ballot) && isBoolean(message.hears_quorum)
    case 'lease-request':
      return isInteger(message.asked_us) && isCount(message.configuration)
    case 'lease-grant':
      return isInteger(message.asked_us) && isCount(message.configuration) && isCount(message.known_from)
    case 'catch-up':
      return isCount(message.commit) && isCount(message.snapshot) && isCount(message.offset)
    case 'chosen':
      return areEntries(message.entries, known, () => true) && isCount(message.commit)
    case 'snapshot':
      return isSnapshotPiece(message, known)
    default:
      return isUndeclared(message)
  }
}

function isBallot(value: unknown): boolean {
  return isCount(value) && value > 0
}

/** In slots that grow, in ballots that may be. */
function areEntries(entries: unknown, known: readonly NodeId[], mayBe: (term: number) => boolean): boolean {
  let before = 0
  return isListOf(entries, (entry) => {
    const { index, term, digest, session, sequence, operation, membership } = fieldsOf(entry)
    if (!isCount(index) || index <= before || !isCount(term) || term === 0 || !mayBe(term)) return false
    before = index
    if (membership !== undefined && !(operation === null && isMembership(membership, known))) return false
    return isCount(digest) && isText(session) && isCount(sequence) && isCommand(operation)
  })
}

/** A client's command, or none: the no-op, and a read that goes through the log. */
function isCommand(operation: unknown): boolean {
  return operation === null || isLoggedWrite(operation)
}

function isSnapshotPiece(message: SnapshotPiece, known: readonly NodeId[]): boolean {
  const { index, term, configuration, offset, rows, done } = message
  const { index: since, membership } = fieldsOf(configuration)
  if (!isCount(since) || since > index || !isMembership(membership, known)) return false
  return isBallot(index) && isBallot(term) && isCount(offset) && isListOf(rows, isRow) && isBoolean(done)
}
