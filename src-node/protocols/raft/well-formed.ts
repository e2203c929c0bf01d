/** Which messages a correct peer could have sent. */
import type { NodeId } from '../../../src-shared/ids'
import type { MessageChecks } from '../kit/well-formed'
import { createFieldsCheck, isBoolean, isCount, isListOf } from '../kit/well-formed'
import type { MachineDefinition } from '../replicated-log/machine'
import { areEntries, isMembership } from '../replicated-log/well-formed'
import type { RaftMessage } from './messages'

const CHECKS: MessageChecks<RaftMessage, readonly NodeId[]> = {
  'pre-vote': { term: isCount, last_index: isCount, last_term: isCount },
  'pre-vote-reply': { term: isCount, asked_term: isCount, granted: isBoolean },
  'request-vote': { term: isCount, last_index: isCount, last_term: isCount, forced: isBoolean },
  'request-vote-reply': { term: isCount, granted: isBoolean },
  'append-entries': {
    term: isCount,
    previous_index: isCount,
    previous_term: isCount,
    entries: Array.isArray,
    commit: isCount,
    round: isCount
  },
  'append-entries-reply': {
    term: isCount,
    success: isBoolean,
    index: isCount,
    hint_index: isCount,
    hint_term: isCount,
    round: isCount,
    generation: isCount
  },
  'install-snapshot': {
    term: isCount,
    index: isCount,
    index_term: isCount,
    membership: isMembership,
    offset: isCount,
    rows: Array.isArray,
    done: isBoolean
  },
  'install-snapshot-reply': {
    term: isCount,
    index: isCount,
    offset: isCount,
    received: isCount,
    done: isBoolean,
    generation: isCount
  },
  'timeout-now': { term: isCount }
}

const hasFields = createFieldsCheck(CHECKS)

/** `known`: those that take part in the cluster or did; no others may vote. */
export function isWellFormed(
  { isCommand, isRow }: Pick<MachineDefinition, 'isCommand' | 'isRow'>,
  message: RaftMessage,
  known: readonly NodeId[]
): boolean {
  if (!hasFields(message, known)) return false
  switch (message.type) {
    case 'append-entries': {
      const { entries, previous_index: index, previous_term, term } = message
      return areEntries(entries, { index, term: previous_term }, term, known, isCommand)
    }
    case 'install-snapshot':
      return message.index_term <= message.term && isListOf(message.rows, isRow)
    default:
      return true
  }
}
