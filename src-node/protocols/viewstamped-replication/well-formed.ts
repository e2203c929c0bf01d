/** Which messages a correct peer could have sent. */
import { fieldsOf, isBoolean, isCount, isListOf, isUndeclared } from '../kit/well-formed'
import { areEntries, isRow } from '../replicated-log/well-formed'
import type { CheckpointPiece, ViewstampedMessage } from './messages'

export function isWellFormed(message: ViewstampedMessage): boolean {
  switch (message.type) {
    case 'prepare': {
      const { view, entries, commit } = message
      return isView(view) && areRequests(entries, firstOf(entries), view) && isCount(commit)
    }
    case 'prepare-ok':
      return isView(message.view) && isCount(message.op)
    case 'commit':
      return isView(message.view) && isCount(message.op) && isCount(message.commit)
    case 'start-view-change':
      return isView(message.view)
    case 'do-view-change': {
      const { view, last_normal, commit, entries } = message
      if (!isView(view) || !isCount(last_normal) || last_normal >= view || !isCount(commit)) return false
      return areRequests(entries, commit + 1, last_normal)
    }
    case 'start-view': {
      const { view, after, entries, commit } = message
      return isView(view) && isCount(after) && areRequests(entries, after + 1, view) && isCount(commit)
    }
    case 'recovery':
      return isCount(message.nonce) && isCount(message.view)
    case 'recovery-response':
      return isCount(message.nonce) && isView(message.view) && (message.op === null || isCount(message.op))
    case 'get-state':
      return isCount(message.view) && isCount(message.op) && isCount(message.checkpoint) && isCount(message.offset)
    case 'new-state': {
      const { view, entries, commit, last } = message
      return isCount(view) && areRequests(entries, firstOf(entries), Infinity) && isCount(commit) && isCount(last)
    }
    case 'checkpoint':
      return isCheckpointPiece(message)
    default:
      return isUndeclared(message)
  }
}

function isView(value: unknown): boolean {
  return isCount(value) && value > 0
}

/** One after the other, of views that never go down and not above `view`. */
function areRequests(entries: unknown, first: number, view: number): boolean {
  return Array.isArray(entries) && areEntries(entries, { index: first - 1, term: 1 }, view)
}

function firstOf(entries: unknown): number {
  const { index } = fieldsOf(Array.isArray(entries) ? entries[0] : null)
  return isCount(index) && index > 0 ? index : 1
}

function isCheckpointPiece({ index, term, offset, rows, done }: CheckpointPiece): boolean {
  return isView(index) && isView(term) && isCount(offset) && isListOf(rows, isRow) && isBoolean(done)
}
