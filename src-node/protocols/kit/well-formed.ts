/**
 * Whether something that came over the network is what a correct peer could have sent. A frame's checksum vouches for its bytes, not
 * for its sender: any program on this machine can connect and claim to be a peer. By hand rather than by schema, since it is done for
 * every message.
 */
import { COUNTER_MAX } from '../../../src-shared/causality/hybrid-clock'

/**
 * The end of a switch over a protocol's messages: the compiler refuses it while a declared type is left, and whatever names another one is
 * not well formed. That each type's check looks at every field is held by a test.
 */
export function isUndeclared(_message: never): false {
  return false
}

type Fields = Readonly<Record<string, unknown>>

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

export function isBelow(value: unknown, limit: number): boolean {
  return isCount(value) && value < limit
}

export function isInteger(value: unknown): boolean {
  return Number.isSafeInteger(value)
}

export function isText(value: unknown): value is string {
  return typeof value === 'string'
}

export function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

export function isListOf(value: unknown, isItem: (item: unknown) => boolean): value is readonly unknown[] {
  return Array.isArray(value) && value.every((item) => isItem(item))
}

export function isRecordOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isItem)
}

/** What a hybrid clock may show: physical clocks may show times before the run. */
export function isHybridTime(value: unknown): boolean {
  const { physical_us, counter } = fieldsOf(value)
  return isInteger(physical_us) && isBelow(counter, COUNTER_MAX + 1)
}

/** The fields of whatever this is; of anything but an object none. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : NO_FIELDS
}
const NO_FIELDS = {}
