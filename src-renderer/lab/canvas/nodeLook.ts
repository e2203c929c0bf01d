import type { RoleLook } from '../../../src-shared/description/role-look'
import { NEUTRAL_LOOK } from '../../../src-shared/description/role-look'
import type { ClusterFold, NodeState } from '../../../src-shared/folds/cluster'

/** Of a node without a role. */
const PLAIN_LOOK: RoleLook = { icon: 'circle', tone: 'slate' }

/** How a running node looks: as its role does. */
export function lookOf(cluster: ClusterFold, node: Pick<NodeState, 'role'> | null): RoleLook {
  if (!node || node.role === null) return PLAIN_LOOK
  return cluster.roles.get(node.role)?.look ?? NEUTRAL_LOOK
}
