/** Who plays which parts: whom the scenario gives no role plays all. */
import type { NodeId } from '../../../src-shared/ids'

export interface Roles {
  readonly proposers: readonly NodeId[]
  readonly acceptors: readonly NodeId[]
}

export function rolesOf(nodes: readonly NodeId[], given: Readonly<Record<NodeId, string>>): Roles {
  const playing = (role: string) => nodes.filter((node) => (given[node] ?? role) === role)
  return { proposers: playing('proposer'), acceptors: playing('acceptor') }
}
