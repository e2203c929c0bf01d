/** Whether something that came over the network is a message that a correct peer could have sent. */
import { areEntries, isCount, isRow } from '../replicated-log/well-formed'
import type { NodeMessage } from './messages'
import { CLAIM_ANSWERS } from './messages'

const COUNTS: Readonly<Record<NodeMessage['type'], readonly string[]>> = {
  stream: ['epoch', 'previous_index', 'previous_epoch', 'commit', 'opened'],
  stored: ['epoch', 'index'],
  refused: ['epoch', 'index', 'hint_index', 'hint_epoch'],
  snapshot: ['epoch', 'index', 'index_epoch', 'offset'],
  'snapshot-received': ['epoch', 'index', 'received'],
  fenced: ['epoch'],
  claim: ['epoch', 'last_index', 'last_epoch'],
  'claim-answer': ['epoch']
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
      return typeof message.done === 'boolean' && Array.isArray(message.rows) && message.rows.every(isRow)
    case 'snapshot-received':
      return typeof message.done === 'boolean'
    case 'claim-answer':
      return CLAIM_ANSWERS.includes(message.answer)
    default:
      return true
  }
}
