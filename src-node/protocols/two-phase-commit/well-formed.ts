/** Which messages a correct peer could have sent. */
import type { MessageChecks } from '../kit/well-formed'
import { createFieldsCheck, fieldsOf, isBoolean, isListOf, isText } from '../kit/well-formed'
import type { TwoPhaseMessage } from './messages'
import type { TwoPhaseState } from './state'

type FieldMessage =
  | Exclude<TwoPhaseMessage, { readonly type: 'vote' }>
  | { readonly type: 'vote'; readonly transaction: string; readonly yes: boolean }

const CHECKS: MessageChecks<FieldMessage> = {
  prepare: { transaction: isText, reads: (reads) => isListOf(reads, isText), writes: (writes) => isRecordOf(writes, isText) },
  vote: { transaction: isText, yes: isBoolean },
  decide: { transaction: isText, commit: isBoolean },
  acknowledge: { transaction: isText },
  ask: { transaction: isText }
}

const fieldsFit = createFieldsCheck(CHECKS)

/** Also holds a message against the role of who it is for: participants are told what only the coordinator says, and it what only they say. */
export function isWellFormed(message: TwoPhaseMessage, { id, coordinator }: TwoPhaseState): boolean {
  const is_for_participant = message.type === 'prepare' || message.type === 'decide'
  if (!fieldsFit(message, undefined) || is_for_participant === (id === coordinator)) return false
  if (message.type !== 'vote') return true
  return message.yes ? isRecordOf(message.values, (value) => value === null || isText(value)) : isText(message.reason)
}

function isRecordOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(fieldsOf(value)).every(isItem)
}
