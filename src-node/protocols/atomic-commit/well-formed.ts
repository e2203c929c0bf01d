/** Which messages a correct peer could have sent. */
import { fieldsOf, isBoolean, isListOf, isText, isUndeclared } from '../kit/well-formed'
import type { AtomicCommitMessage, Vote } from './messages'
import type { AtomicCommitState } from './state'

/** Also holds a message against the role of who it is for: participants are told what only the coordinator says, and it what only they say. */
export function isWellFormed(message: AtomicCommitMessage, { id, coordinator }: AtomicCommitState): boolean {
  const is_for_participant = message.type === 'prepare' || message.type === 'decide'
  return is_for_participant !== (id === coordinator) && hasFields(message)
}

function hasFields(message: AtomicCommitMessage): boolean {
  if (!isText(message.transaction)) return false
  switch (message.type) {
    case 'prepare':
      return isListOf(message.reads, isText) && isRecordOf(message.writes, isText)
    case 'vote':
      return isVote(message)
    case 'decide':
      return isBoolean(message.commit)
    case 'acknowledge':
    case 'ask':
      return true
    default:
      return isUndeclared(message)
  }
}

function isVote(vote: Vote): boolean {
  if (!isBoolean(vote.yes)) return false
  return vote.yes ? isRecordOf(vote.values, (value) => value === null || isText(value)) : isText(vote.reason)
}

function isRecordOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(fieldsOf(value)).every(isItem)
}
