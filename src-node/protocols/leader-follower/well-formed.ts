/** Which messages a correct peer could have sent. */
import { fieldsOf, isBoolean, isCount, isListOf, isUndeclared } from '../kit/well-formed'
import { areEntries, isRow } from '../replicated-log/well-formed'
import type { Claim, NodeMessage, Refused, SnapshotPiece, SnapshotReceived, Stored, Stream } from './messages'
import { CLAIM_ANSWERS } from './messages'

export function isWellFormed(message: NodeMessage): boolean {
  switch (message.type) {
    case 'stream':
      return isStream(message)
    case 'stored':
      return isStored(message)
    case 'refused':
      return isRefused(message)
    case 'snapshot':
      return isSnapshotPiece(message)
    case 'snapshot-received':
      return isSnapshotReceived(message)
    case 'fenced':
      return isEpoch(message.epoch)
    case 'claim':
      return isClaim(message)
    case 'claim-answer':
      return isEpoch(message.epoch) && isCount(message.attempt) && CLAIM_ANSWERS.includes(message.answer)
    default:
      return isUndeclared(message)
  }
}

function isEpoch(value: unknown): boolean {
  return isCount(value) && value > 0
}

function isStream({ epoch, previous_index, previous_epoch, entries, commit, opened, generation }: Stream): boolean {
  if (!isEpoch(epoch) || !isCount(previous_index) || !isCount(previous_epoch)) return false
  if (!isCount(commit) || !isCount(opened) || !isCount(generation)) return false
  return Array.isArray(entries) && areEntries(entries, { index: previous_index, term: previous_epoch }, epoch)
}

function isStored({ epoch, generation, caught_up, index }: Stored): boolean {
  return isEpoch(epoch) && isCount(generation) && isBoolean(caught_up) && isCount(index)
}

function isRefused({ epoch, generation, index, hint_index, hint_epoch, at_snapshot }: Refused): boolean {
  if (!isEpoch(epoch) || !isCount(generation) || !isCount(index)) return false
  return isCount(hint_index) && isCount(hint_epoch) && isBoolean(at_snapshot)
}

function isSnapshotPiece(message: SnapshotPiece): boolean {
  const { epoch, index, index_epoch, last_index, last_epoch, offset, rows, entries, done } = message
  if (!isEpoch(epoch) || !isCount(index) || !isCount(index_epoch) || !isCount(last_index) || !isCount(last_epoch)) return false
  if (last_index < index || !isCount(offset) || !isListOf(rows, isRow) || !Array.isArray(entries) || !isBoolean(done))
    return false
  const first = Number(fieldsOf(entries[0])['index'])
  return areEntries(entries, { index: first - 1, term: index_epoch }, epoch)
}

function isSnapshotReceived(message: SnapshotReceived): boolean {
  const { epoch, generation, index, last_index, offset, received, done } = message
  if (!isEpoch(epoch) || !isCount(generation) || !isCount(index) || !isCount(last_index)) return false
  return isCount(offset) && isCount(received) && isBoolean(done)
}

function isClaim({ epoch, attempt, next_epoch, last_index, last_epoch }: Claim): boolean {
  return isEpoch(epoch) && isCount(attempt) && isCount(next_epoch) && isCount(last_index) && isCount(last_epoch)
}
