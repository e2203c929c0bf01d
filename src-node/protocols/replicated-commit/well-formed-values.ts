/** Which parts of messages and of logs a correct peer could have made. */
import { fieldsOf, isBoolean, isCount, isHybridTime, isInteger, isListOf, isText } from '../kit/well-formed'
import { isStepAnswer, isStoredValue } from '../kit/transactions/well-formed'

export function isTexts(value: unknown): boolean {
  return isListOf(value, isText)
}

export function isWork(value: unknown): boolean {
  const { transaction, age, snapshot, stamp, reads, prefixes, writes } = fieldsOf(value)
  if (!isText(transaction) || ![age, snapshot, stamp].every(isHybridTime)) return false
  return isTexts(reads) && isTexts(prefixes) && isListOf(writes, isWrite)
}

function isWrite(write: unknown): boolean {
  return Array.isArray(write) && isText(write[0]) && isStoredValue(write[1])
}

export function isTransactionRecord(value: unknown): boolean {
  const { commit, begun_us, participants } = fieldsOf(value)
  return isBoolean(commit) && isInteger(begun_us) && isTexts(participants)
}

export function isCommittedAnswer(value: unknown): boolean {
  const { transaction, answers } = fieldsOf(value)
  return isText(transaction) && isListOf(answers, isStepAnswer)
}

export function isRow(row: unknown): boolean {
  if (!Array.isArray(row)) return false
  const [kind, first, second, third] = row as unknown[]
  switch (kind) {
    case 'value':
      return isText(first) && isHybridTime(second) && isStoredValue(third)
    case 'prepared':
      return isWork(first)
    case 'ended':
      return isText(first) && isBoolean(second)
    case 'record':
      return isText(first) && isTransactionRecord(second)
    case 'answer':
      return isCommittedAnswer(first)
    case 'session':
      return isText(first) && isInteger(second)
    case 'forgotten':
      return isInteger(first)
    default:
      return false
  }
}

export function isCommitCommand(command: unknown): boolean {
  const fields = fieldsOf(command)
  const { do: what, term, work, transaction, commit, gateway } = fields
  switch (what) {
    case 'prepare':
      return isCount(term) && isWork(work)
    case 'outcome':
      return isText(transaction) && isBoolean(commit)
    case 'decide':
      return isTransactionRecord(fields) && isCommittedAnswer(fields) && (gateway === null || isText(gateway))
    case 'end':
      return isText(transaction)
    default:
      return false
  }
}
