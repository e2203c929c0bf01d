/** What protocols that keep values say of requests. */
import type { Operation } from '../../../src-shared/operations'
import type { ClientRequest } from '../contract'

/** Longest value in UTF-16 units. A constant, since all nodes must decide alike. */
export const VALUE_LENGTH_MAX = 65_536

/** Why the value cannot be stored, appended to `length_before` characters; null if it can. */
export function valueRefusal(operation: Operation, length_before = 0): string | null {
  if (!('value' in operation) || length_before + operation.value.length <= VALUE_LENGTH_MAX) return null
  return `the value exceeds ${VALUE_LENGTH_MAX} characters`
}

/** How events name a client's operation: `client:op`. */
export function operationName({ session, sequence }: Pick<ClientRequest, 'session' | 'sequence'>): string {
  return `${session}:${sequence}`
}
