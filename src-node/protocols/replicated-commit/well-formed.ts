/** Which messages a correct peer could have sent. What groups say to each other is for the groups to check. */
import { fieldsOf, isBoolean, isCount, isHybridTime, isInteger, isListOf, isText, isUndeclared } from '../kit/well-formed'
import type { CommitMessage } from './messages'
import { isShardStep, isStepAnswer } from '../kit/transactions/well-formed'
import { isTexts } from './well-formed-values'

export function isWellFormed(message: CommitMessage): boolean {
  if (message.type === 'groups') return isListOf(message.parts, Array.isArray)
  if (!isText(message.transaction)) return false
  switch (message.type) {
    case 'step':
      return (
        isText(message.group) &&
        isHybridTime(message.age) &&
        isCount(message.number) &&
        isShardStep(message.step) &&
        (message.incarnation === null || isCount(message.incarnation))
      )
    case 'step-done':
      return (
        isText(message.group) &&
        isCount(message.number) &&
        isCount(message.incarnation) &&
        isStepAnswer(fieldsOf(message.result)['answer'])
      )
    case 'refuse':
      return isText(message.group) && isText(message.reason)
    case 'prepare':
      return isText(message.group) && isCount(message.incarnation) && isInteger(message.begun_us)
    case 'vote':
      return isText(message.group) && ['yes', 'read-only'].includes(message.vote)
    case 'decide':
      return isInteger(message.begun_us) && isTexts(message.participants) && isListOf(message.answers, isStepAnswer)
    case 'decision':
      return (
        isBoolean(message.commit) &&
        (message.answers === null || isListOf(message.answers, isStepAnswer)) &&
        isText(message.reason)
      )
    case 'ask':
      return isText(message.group) && isInteger(message.begun_us)
    case 'outcome':
      return isText(message.group) && isBoolean(message.commit)
    case 'acknowledge':
      return isText(message.group)
    default:
      return isUndeclared(message)
  }
}
