import type { NodeId } from '../../src-shared/ids'
import { isWrite } from '../../src-shared/operations'
import type { Operation } from '../../src-shared/operations'
import type { PolicyDescriptions } from '../../src-shared/description/protocol-description'
import type { Workload } from '../../src-shared/scenario/sections/workload'
import { strategyOf } from './strategies'
import type { Strategy } from './strategies/strategy'

/** Target and policy of a request; absent where the protocol offers no choice, or the policy needs no word. */
export interface RequestTarget {
  readonly policy?: string
  readonly strategy: Strategy
  /** This one alone, whatever the policy says. */
  readonly node?: NodeId
  /** Its place in the workload's script. */
  readonly script?: number
  /** The client may answer it from its cache. */
  readonly cached?: boolean
}

/** What is wanted of one operation, over the client's request options. */
export type TargetOverride = Pick<RequestTarget, 'policy' | 'node' | 'script' | 'cached'>

/** How the workload's clients ask for each operation, or for one that has a policy of its own. */
export function createTargetSelector(
  { reads, writes }: PolicyDescriptions,
  { read_policy, write_policy }: Pick<Workload, 'read_policy' | 'write_policy'>
): (operation: Operation, policy?: string) => RequestTarget {
  const reading = choose(reads, read_policy)
  const writing = choose(writes, write_policy)
  return (operation, policy) => {
    const is_write = isWrite(operation)
    if (policy !== undefined) return choose(is_write ? writes : reads, policy)
    return is_write ? writing : reading
  }
}

function choose(policies: PolicyDescriptions['reads'], name: string | undefined): RequestTarget {
  const described = policies.find((one) => one.name === name) ?? policies[0]
  const asked = { strategy: strategyOf(described.strategy), ...(described.cached && { cached: true }) }
  return policies.length > 1 && !described.implied ? { policy: described.name, ...asked } : asked
}
