/** Which messages a correct peer could have sent. */
import { fieldsOf, isBoolean, isCount, isHybridTime, isListOf, isRecordOf, isText } from '../kit/well-formed'
import { isWellFormedExecution } from './execution/messages'
import type { AtomicCommitMessage, Vote } from './messages'
import type { AtomicCommitState } from './state'

/** What only participants are told, and what only the coordinator is. */
const TO_PARTICIPANTS: ReadonlySet<string> = new Set(['prepare', 'execute', 'over', 'under-way'])
const TO_COORDINATOR: ReadonlySet<string> = new Set([
  'vote',
  'acknowledge',
  'executed',
  'waits',
  'refused',
  'wounded',
  'still-open'
])
const MEMBER_STATES: ReadonlySet<unknown> = new Set(['undecided', 'unknown', 'prepared', 'pre-committed'])

/** Also holds a message against the role of who it is for. */
export function isWellFormed(message: AtomicCommitMessage, { id, coordinator }: AtomicCommitState): boolean {
  const others_only = id === coordinator ? TO_PARTICIPANTS : TO_COORDINATOR
  return !others_only.has(message.type) && hasFields(message)
}

function hasFields(message: AtomicCommitMessage): boolean {
  if (!isText(message.transaction)) return false
  switch (message.type) {
    case 'prepare':
      return isListOf(message.participants, isText) && isCount(message.incarnation) && isHybridTime(message.stamp)
    case 'vote':
      return isVote(message)
    case 'decide':
      return isBoolean(message.commit)
    case 'ask':
      return isBoolean(message.leads)
    case 'state':
      return MEMBER_STATES.has(message.state) && isBoolean(message.recovered)
    case 'accept':
      return isCount(message.ballot) && isRecordOf(message.votes, isBoolean)
    case 'accepted':
      return isCount(message.ballot) && isListOf(message.participants, isText)
    case 'take-over':
      return isCount(message.ballot)
    case 'promise':
      return isCount(message.ballot) && isRecordOf(message.accepted, isAcceptedVote)
    case 'acknowledge':
    case 'pre-commit':
    case 'pre-committed':
    case 'forget':
      return true
    default:
      return isWellFormedExecution(message)
  }
}

function isVote(vote: Vote): boolean {
  if (vote.vote === 'no') return isText(vote.reason)
  return vote.vote === 'yes' || vote.vote === 'read-only'
}

function isAcceptedVote(value: unknown): boolean {
  const { ballot, yes } = fieldsOf(value)
  return isCount(ballot) && isBoolean(yes)
}
