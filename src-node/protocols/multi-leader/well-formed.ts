/** Whether something that came over the network is a message that a correct peer could have sent; any program can claim to be a peer. */
import { isRun } from '../replicated-log/well-formed'
import type { MultiLeaderMessage } from './messages'
import { GENERATIONS_MAX } from './origins'

/** `nodes`: how many there are. Deltas are looked at no further than that they are data: only peers of the same build make them. */
export function isWellFormed(message: MultiLeaderMessage, nodes: number): boolean {
  const fields = message as unknown as Fields
  switch (message.type) {
    case 'updates':
      return Array.isArray(fields.updates) && fields.updates.every((update) => isUpdate(update, nodes))
    case 'have':
      return isVector(fields.seen, nodes) && isCount(fields.generation) && fields.generation < GENERATIONS_MAX
    case 'state':
      return (
        isCount(fields.transfer) &&
        isVector(fields.seen, nodes) &&
        isCount(fields.offset) &&
        Array.isArray(fields.rows) &&
        fields.rows.every(isStateRow) &&
        typeof fields.done === 'boolean'
      )
    case 'state-received':
      return isCount(fields.transfer) && isCount(fields.received)
    default:
      return false
  }
}

/** `client:op` */
const OPERATION = /:\d{1,15}$/

type Fields = Readonly<Record<string, unknown>>

function isUpdate(update: unknown, nodes: number): boolean {
  if (typeof update !== 'object' || update === null) return false
  const { origin, n, key, operation, delta, seen } = update as Fields
  return (
    isCount(origin) &&
    origin < nodes * GENERATIONS_MAX &&
    isCount(n) &&
    n > 0 &&
    typeof key === 'string' &&
    typeof operation === 'string' &&
    OPERATION.test(operation) &&
    typeof delta === 'object' &&
    delta !== null &&
    isVector(seen, nodes)
  )
}

function isStateRow(row: unknown): boolean {
  if (!Array.isArray(row) || typeof row[1] !== 'string') return false
  if (row[0] === 'key') return typeof row[2] === 'object'
  return row[0] === 'session' && Array.isArray(row[2]) && row[2].length > 0 && row[2].every(isRun)
}

function isVector(value: unknown, nodes: number): boolean {
  return Array.isArray(value) && value.length >= nodes && value.length <= nodes * GENERATIONS_MAX && value.every(isCount)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
