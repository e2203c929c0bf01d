/** Checks of what comes from outside, field by field. */
import { fieldsOf } from '../kit/well-formed'

/** Whether a field may have this value. */
export type Check = (value: unknown) => boolean
export type Fields = Readonly<Record<string, Check>>

export function hasFields(value: unknown, checks: Fields): boolean {
  const fields = fieldsOf(value)
  return Object.keys(checks).every((name) => checks[name]!(fields[name]))
}
