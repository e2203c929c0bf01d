/** Whether something that came over the network is a message that a correct peer could have sent. */
import { areEntries, fieldsOf, isCount, isRow } from '../replicated-log/well-formed'
import type { NodeMessage, SnapshotPiece } from './messages'
import { CLAIM_ANSWERS } from './messages'

const COUNTS: Readonly<Record<NodeMessage['type'], readonly string[]>> = {
  stream: ['epoch', 'previous_index', 'previous_epoch', 'commit', 'opened', 'generation'],
  stored: ['epoch', 'generation', 'index'],
  refused: ['epoch', 'generation', 'index', 'hint_index', 'hint_epoch'],
  snapshot: ['epoch', 'index', 'index_epoch', 'last_index', 'last_epoch', 'offset'],
  'snapshot-received': ['epoch', 'generation', 'index', 'last_index', 'offset', 'received'],
  fenced: ['epoch'],
  claim: ['epoch', 'attempt', 'next_epoch', 'last_index', 'last_epoch'],
  'claim-answer': ['epoch', 'attempt']
}

export function isWellFormed(message: NodeMessage): boolean {
  if (!Object.hasOwn(COUNTS, message.type)) return false
  const fields = message as unknown as Record<string, unknown>
  if (message.epoch === 0 || !COUNTS[message.type].every((name) => isCount(fields[name]))) return false
  switch (message.type) {
    case 'stream': {
      const { entries, previous_index: index, previous_epoch: term, epoch } = message
      return Array.isArray(entries) && areEntries(entries, { index, term }, epoch)
    }
    case 'snapshot':
      return isPiece(message)
    case 'stored':
      return typeof message.caught_up === 'boolean'
    case 'refused':
      return typeof message.at_snapshot === 'boolean'
    case 'snapshot-received':
      return typeof message.done === 'boolean'
    case 'claim-answer':
      return CLAIM_ANSWERS.includes(message.answer)
    default:
      return true
  }
}

function isPiece({ epoch, index_epoch, last_index, index, rows, entries, done }: SnapshotPiece): boolean {
  if (typeof done !== 'boolean' || last_index < index || !Array.isArray(rows) || !rows.every(isRow) || !Array.isArray(entries))
    return false
  const first = Number(fieldsOf(entries[0]).index)
  return areEntries(entries, { index: first - 1, term: index_epoch }, epoch)
}
