/** Checks of what comes from outside, field by field. */
import type { ProtocolMessage } from '../contract'
import { fieldsOf } from '../kit/well-formed'

/** Whether a field may have this value. */
export type Check = (value: unknown) => boolean
export type Fields = Readonly<Record<string, Check>>

/** A check for every field of every message. */
export type MessageChecks<Message extends ProtocolMessage> = {
  readonly [Type in Message['type']]: FieldChecks<Extract<Message, { readonly type: Type }>>
}

type FieldChecks<Message> = { readonly [Field in Exclude<keyof Message, 'type'>]-?: Check }

export function hasFields(value: unknown, checks: Fields): boolean {
  const fields = fieldsOf(value)
  return Object.keys(checks).every((name) => checks[name]!(fields[name]))
}
