/** Which messages a correct peer could have sent. */
import type { Check, MessageChecks } from '../kit/well-formed'
import { createFieldsCheck, fieldsOf, isBoolean, isCount, isListOf } from '../kit/well-formed'
import { areEntries, isRow } from '../replicated-log/well-formed'
import type { NodeMessage } from './messages'
import { CLAIM_ANSWERS } from './messages'

const isEpoch: Check = (value) => isCount(value) && value > 0

const CHECKS: MessageChecks<NodeMessage> = {
  stream: {
    epoch: isEpoch,
    previous_index: isCount,
    previous_epoch: isCount,
    entries: Array.isArray,
    commit: isCount,
    opened: isCount,
    generation: isCount
  },
  stored: { epoch: isEpoch, generation: isCount, caught_up: isBoolean, index: isCount },
  refused: {
    epoch: isEpoch,
    generation: isCount,
    index: isCount,
    hint_index: isCount,
    hint_epoch: isCount,
    at_snapshot: isBoolean
  },
  snapshot: {
    epoch: isEpoch,
    index: isCount,
    index_epoch: isCount,
    last_index: isCount,
    last_epoch: isCount,
    offset: isCount,
    rows: (rows) => isListOf(rows, isRow),
    entries: Array.isArray,
    done: isBoolean
  },
  'snapshot-received': {
    epoch: isEpoch,
    generation: isCount,
    index: isCount,
    last_index: isCount,
    offset: isCount,
    received: isCount,
    done: isBoolean
  },
  fenced: { epoch: isEpoch },
  claim: { epoch: isEpoch, attempt: isCount, next_epoch: isCount, last_index: isCount, last_epoch: isCount },
  'claim-answer': { epoch: isEpoch, attempt: isCount, answer: (answer) => (CLAIM_ANSWERS as readonly unknown[]).includes(answer) }
}

const hasFields = createFieldsCheck(CHECKS)

export function isWellFormed(message: NodeMessage): boolean {
  if (!hasFields(message, undefined)) return false
  switch (message.type) {
    case 'stream': {
      const { entries, previous_index: index, previous_epoch: term, epoch } = message
      return areEntries(entries, { index, term }, epoch)
    }
    case 'snapshot': {
      const { epoch, index_epoch, last_index, index, entries } = message
      const first = Number(fieldsOf(entries[0])['index'])
      return last_index >= index && areEntries(entries, { index: first - 1, term: index_epoch }, epoch)
    }
    default:
      return true
  }
}
