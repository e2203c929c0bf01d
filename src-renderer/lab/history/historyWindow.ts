import type { OperationRef } from '../../../src-shared/ids'
import type { TimeRange } from './historyLanes'
import { endOf } from './historyLanes'
import { operationName } from './operationLog'
import type { OperationView } from './operationLog'

/** Room left and right of what a stretch is about. */
const MARGIN = 0.1
const MARGIN_US_MIN = 500

/** The stretch that shows all operations of an example; null when none of them is kept. */
export function rangeOf(example: readonly OperationRef[], operations: Iterable<OperationView>, now_us: number): TimeRange | null {
  const wanted = new Set(example.map(operationName))
  const found = [...operations].filter((operation) => wanted.has(operationName(operation)))
  if (found.length === 0) return null
  const from_us = Math.min(...found.map(({ invoked_t }) => invoked_t))
  // One whose end is unknown goes on for ever: it must not stretch the picture.
  const ends = found.filter(({ outcome }) => outcome !== 'unknown').map((operation) => endOf(operation, now_us))
  const to_us = Math.max(from_us + 1, ...ends, ...found.map(({ invoked_t }) => invoked_t))
  const margin_us = Math.max(MARGIN_US_MIN, (to_us - from_us) * MARGIN)
  return { from_us: Math.max(0, from_us - margin_us), to_us: to_us + margin_us }
}
