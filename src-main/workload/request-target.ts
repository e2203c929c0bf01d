import type { NodeId } from '../../src-shared/ids'
import { isWrite } from '../../src-shared/operations'
import type { Operation } from '../../src-shared/operations'
import type { PolicyDescription, PolicyDescriptions } from '../../src-shared/description/protocol-description'
import type { Workload } from '../../src-shared/scenario/sections/workload'

/** Target and policy of a request; absent where the protocol offers no choice. */
export interface RequestTarget {
  readonly policy?: string
  readonly nodes: PolicyDescription['nodes']
  /** This one alone, whatever the policy says. */
  readonly node?: NodeId
  /** Its place in the workload's script. */
  readonly script?: number
}

/** What a script wants of one operation, over the client's manners. */
export type TargetOverride = Pick<RequestTarget, 'policy' | 'node' | 'script'>

/** How the workload's clients ask for each operation. */
export function createTargetSelector(
  { reads, writes }: PolicyDescriptions,
  { read_policy, write_policy }: Pick<Workload, 'read_policy' | 'write_policy'>
): (operation: Operation) => RequestTarget {
  const reading = choose(reads, read_policy)
  const writing = choose(writes, write_policy)
  return (operation) => (isWrite(operation) ? writing : reading)
}

function choose(policies: PolicyDescriptions['reads'], name: string | undefined): RequestTarget {
  const { nodes, name: policy } = policies.find((one) => one.name === name) ?? policies[0]
  return policies.length > 1 ? { policy, nodes } : { nodes }
}
