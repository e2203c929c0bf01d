/** Which messages a correct peer could have sent. */
import { fieldsOf, isBoolean, isCount, isListOf, isText, isUndeclared } from '../kit/well-formed'
import { isLoggedWrite, isRow } from '../replicated-log/well-formed'
import type { MultiPaxosMessage, SnapshotPiece } from './messages'

export function isWellFormed(message: MultiPaxosMessage): boolean {
  switch (message.type) {
    case 'prepare':
      return isBallot(message.ballot) && isCount(message.commit)
    case 'promise':
      return isBallot(message.ballot) && areEntries(message.entries, (term) => term < message.ballot)
    case 'accept': {
      const { ballot, entries, commit, round } = message
      return isBallot(ballot) && areEntries(entries, (term) => term === ballot) && isCount(commit) && isCount(round)
    }
    case 'accepted': {
      const { ballot, slots, commit, round } = message
      return isBallot(ballot) && isListOf(slots, isCount) && isCount(commit) && isCount(round)
    }
    case 'refuse':
      return isBallot(message.ballot) && isCount(message.promised) && isCount(message.compacted)
    case 'heartbeat-request':
      return isCount(message.round)
    case 'heartbeat-reply':
      return isCount(message.round) && isCount(message.ballot) && isBoolean(message.hears_quorum)
    case 'catch-up':
      return isCount(message.commit) && isCount(message.snapshot) && isCount(message.offset)
    case 'chosen':
      return areEntries(message.entries, () => true) && isCount(message.commit)
    case 'snapshot':
      return isSnapshotPiece(message)
    default:
      return isUndeclared(message)
  }
}

function isBallot(value: unknown): boolean {
  return isCount(value) && value > 0
}

/** In slots that grow, in ballots that may be. */
function areEntries(entries: unknown, mayBe: (term: number) => boolean): boolean {
  let before = 0
  return isListOf(entries, (entry) => {
    const { index, term, digest, session, sequence, operation } = fieldsOf(entry)
    if (!isCount(index) || index <= before || !isCount(term) || term === 0 || !mayBe(term)) return false
    before = index
    return isCount(digest) && isText(session) && isCount(sequence) && isCommand(operation)
  })
}

/** A client's command, or none: the no-op, and a read that goes through the log. */
function isCommand(operation: unknown): boolean {
  return operation === null || isLoggedWrite(operation)
}

function isSnapshotPiece({ index, term, offset, rows, done }: SnapshotPiece): boolean {
  return isBallot(index) && isBallot(term) && isCount(offset) && isListOf(rows, isRow) && isBoolean(done)
}
