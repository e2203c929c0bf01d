/** Which parts of messages and of logs a correct peer could have made. */
import { fieldsOf, isBoolean, isCount, isHybridTime, isInteger, isListOf, isText } from '../kit/well-formed'

export function isTexts(value: unknown): boolean {
  return isListOf(value, isText)
}

function isValue(value: unknown): boolean {
  return isText(value) || isTexts(value)
}

export function isAnswer(value: unknown): boolean {
  return value === null || isValue(value) || (isObject(value) && Object.values(fieldsOf(value)).every(isValue))
}

export function isStep(value: unknown): boolean {
  const { do: what, key, value: written, by, prefix } = fieldsOf(value)
  switch (what) {
    case 'read':
      return isText(key)
    case 'write':
    case 'append':
      return isText(key) && isText(written)
    case 'add':
      return isText(key) && isInteger(by)
    case 'scan':
      return isText(prefix)
    default:
      return false
  }
}

export function isWork(value: unknown): boolean {
  const { transaction, age, snapshot, stamp, reads, prefixes, writes } = fieldsOf(value)
  if (!isText(transaction) || ![age, snapshot, stamp].every(isHybridTime)) return false
  return isTexts(reads) && isTexts(prefixes) && isListOf(writes, isWrite)
}

function isWrite(write: unknown): boolean {
  return Array.isArray(write) && isText(write[0]) && isValue(write[1])
}

export function isTransactionRecord(value: unknown): boolean {
  const { commit, begun_us, participants } = fieldsOf(value)
  return isBoolean(commit) && isInteger(begun_us) && isTexts(participants)
}

export function isCommittedAnswer(value: unknown): boolean {
  const { transaction, answers } = fieldsOf(value)
  return isText(transaction) && isListOf(answers, isAnswer)
}

export function isRow(row: unknown): boolean {
  if (!Array.isArray(row)) return false
  const [kind, first, second, third] = row as unknown[]
  switch (kind) {
    case 'value':
      return isText(first) && isHybridTime(second) && isValue(third)
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

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
