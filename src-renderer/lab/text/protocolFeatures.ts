import { isWrite } from '../../../src-shared/operations'
import type { Operation } from '../../../src-shared/operations'
import type { PolicyDescription, ProtocolDescription } from '../../../src-shared/description/protocol-description'

/** Which concepts the protocol has (leaders, policies); all of them while the protocol is unknown. */
export interface ProtocolFeatures {
  /** Some node may lead. */
  readonly leaders: boolean
  /** Clients may ask for reads or for writes in more than one way. */
  readonly policies: boolean
}

export function featuresOf(protocol: ProtocolDescription | null): ProtocolFeatures {
  return {
    leaders: protocol === null || protocol.roles.some(({ duty }) => duty === 'leads'),
    policies: protocol !== null && Object.values(protocol.policies).some((policies) => policies.length > 1)
  }
}

/** What the protocol says of the way in which an operation was asked for. */
export function policyOf(
  protocol: ProtocolDescription | null,
  { operation, policy }: { readonly operation: Operation; readonly policy: string | null }
): PolicyDescription | null {
  const { reads, writes } = protocol?.policies ?? { reads: [], writes: [] }
  return (isWrite(operation) ? writes : reads).find(({ name }) => name === policy) ?? null
}

/** ` in term 3`, in the protocol's word; nothing where nobody is elected. */
export function inTerm(word: string | null | undefined, term = 0): string {
  return term === 0 ? '' : ` in ${word ?? 'term'} ${term}`
}
