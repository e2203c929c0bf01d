/** Which messages a correct peer could have sent. */
import type { Check, MessageChecks } from '../kit/well-formed'
import { createFieldsCheck, fieldsOf, isBelow, isBoolean, isCount, isListOf, isText } from '../kit/well-formed'
import { isRun } from '../replicated-log/well-formed'
import type { MultiLeaderMessage } from './messages'
import { GENERATIONS_MAX } from './origins'

/** `client:op` */
const OPERATION = /:\d{1,15}$/

const isVector: Check<number> = (value, nodes) =>
  isListOf(value, isCount) && value.length >= nodes && value.length <= nodes * GENERATIONS_MAX

const CHECKS: MessageChecks<MultiLeaderMessage, number> = {
  updates: { updates: (updates, nodes) => isListOf(updates, (update) => isUpdate(update, nodes)) },
  have: { generation: (generation) => isBelow(generation, GENERATIONS_MAX), seen: isVector },
  state: {
    transfer: isCount,
    seen: isVector,
    offset: isCount,
    rows: (rows) => isListOf(rows, isStateRow),
    done: isBoolean
  },
  'state-received': { transfer: isCount, received: isCount }
}

/** `nodes`: how many there are. */
export const isWellFormed = createFieldsCheck(CHECKS)

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
