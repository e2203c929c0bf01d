/** Which messages a correct peer could have sent. */
import { fieldsOf, isBelow, isBoolean, isCount, isListOf, isText, isUndeclared } from '../kit/well-formed'
import { isRun } from '../replicated-log/well-formed'
import type { MultiLeaderMessage, StatePiece } from './messages'
import { GENERATIONS_MAX } from '../numbered-updates/origins'

/** `client:op` */
const OPERATION = /:\d{1,15}$/

/** `nodes`: how many there are. */
export function isWellFormed(message: MultiLeaderMessage, nodes: number): boolean {
  switch (message.type) {
    case 'updates':
      return isListOf(message.updates, (update) => isUpdate(update, nodes))
    case 'have':
      return isBelow(message.generation, GENERATIONS_MAX) && isVector(message.seen, nodes)
    case 'state':
      return isStatePiece(message, nodes)
    case 'state-received':
      return isCount(message.transfer) && isCount(message.received)
    default:
      return isUndeclared(message)
  }
}

function isStatePiece({ transfer, seen, offset, rows, done }: StatePiece, nodes: number): boolean {
  return isCount(transfer) && isVector(seen, nodes) && isCount(offset) && isListOf(rows, isStateRow) && isBoolean(done)
}

function isVector(value: unknown, nodes: number): boolean {
  return isListOf(value, isCount) && value.length >= nodes && value.length <= nodes * GENERATIONS_MAX
}

/** Deltas are looked at no further than that they are data: only peers of the same build make them. */
function isUpdate(update: unknown, nodes: number): boolean {
  const { origin, n, key, operation, delta, seen } = fieldsOf(update)
  return (
    isBelow(origin, nodes * GENERATIONS_MAX) &&
    isCount(n) &&
    n > 0 &&
    isText(key) &&
    isText(operation) &&
    OPERATION.test(operation) &&
    typeof delta === 'object' &&
    delta !== null &&
    isVector(seen, nodes)
  )
}

function isStateRow(row: unknown): boolean {
  if (!Array.isArray(row) || !isText(row[1])) return false
  if (row[0] === 'key') return typeof row[2] === 'object'
  return row[0] === 'session' && isListOf(row[2], isRun) && row[2].length > 0
}
