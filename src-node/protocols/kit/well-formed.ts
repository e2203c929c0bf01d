/**
 * Whether something that came over the network is what a correct peer could have sent. A frame's checksum vouches for its bytes, not
 * for its sender: any program on this machine can connect and claim to be a peer. By hand rather than by schema, since it is done for
 * every message.
 */
import type { ProtocolMessage } from '../contract'

/** Whether a field may have this value, in a cluster of which the protocol knows so much. */
export type Check<Cluster = unknown> = (value: unknown, cluster: Cluster) => boolean

/** A check for every field of every message. */
export type MessageChecks<Message extends ProtocolMessage, Cluster = unknown> = {
  readonly [Type in Message['type']]: FieldChecks<Extract<Message, { readonly type: Type }>, Cluster>
}

type FieldChecks<Message, Cluster> = { readonly [Field in Exclude<keyof Message, 'type'>]: Check<Cluster> }

/** Makes the check of a protocol's messages, field by field. What fields say together is the protocol's own to check. */
export function createFieldsCheck<Message extends ProtocolMessage, Cluster = unknown>(
  checks: MessageChecks<Message, Cluster>
): (message: Message, cluster: Cluster) => boolean {
  const byType = new Map(
    Object.entries<Readonly<Record<string, Check<Cluster>>>>(checks).map(([type, of]) => [
      type,
      { names: Object.keys(of), checks: Object.values(of) }
    ])
  )
  return (message, cluster) => {
    const fields = byType.get(message.type)
    if (fields === undefined) return false
    const { names, checks } = fields
    // The hot path: nothing allocated.
    for (let i = 0; i < names.length; i++) if (!checks[i]!((message as unknown as Fields)[names[i]!], cluster)) return false
    return true
  }
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

/** The fields of whatever this is; of anything but an object none. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : NO_FIELDS
}
const NO_FIELDS = {}
