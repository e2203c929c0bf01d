/** Which messages a correct peer could have sent. */
import { isBoolean, isCount, isHybridTime, isText } from '../kit/well-formed'
import { isWellFormedExecution } from './execution/messages'
import type { AtomicCommitMessage, Vote } from './messages'
import type { AtomicCommitState } from './state'

const TO_PARTICIPANTS: ReadonlySet<string> = new Set(['prepare', 'decide', 'execute', 'over'])

/** Also holds a message against the role of who it is for: participants are told what only the coordinator says, and it what only they say. */
export function isWellFormed(message: AtomicCommitMessage, { id, coordinator }: AtomicCommitState): boolean {
  return TO_PARTICIPANTS.has(message.type) !== (id === coordinator) && hasFields(message)
}

function hasFields(message: AtomicCommitMessage): boolean {
  if (!isText(message.transaction)) return false
  switch (message.type) {
    case 'prepare':
      return isCount(message.incarnation) && isHybridTime(message.stamp)
    case 'vote':
      return isVote(message)
    case 'decide':
      return isBoolean(message.commit)
    case 'acknowledge':
    case 'ask':
      return true
    default:
      return isWellFormedExecution(message)
  }
}

function isVote(vote: Vote): boolean {
  if (!isBoolean(vote.yes)) return false
  return vote.yes || isText(vote.reason)
}
