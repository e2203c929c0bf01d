/** The live invariants that the description names. */
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { NodeId } from '../../../../src-shared/ids'
import type { LiveInvariant } from '../../contract'
import { watchGroups } from '../../kit/groups/invariants'
import { groupNames } from '../../kit/groups/placement'
import { createInvariants as createRaftInvariants } from '../../raft/invariants'
import { replicasOf } from '../groups'
import { ExternalConsistency } from './external-consistency'
import { IntervalHoldsTrueTime } from './interval-holds-true-time'
import { SnapshotsStable } from './snapshots-stable'
import { TimestampWithinOperation } from './timestamp-within-operation'
import { TimestampsGrow } from './timestamps-grow'

export function createInvariants(
  nodes: readonly NodeId[],
  parameters: Parameters,
  roles: Readonly<Record<NodeId, string>> = {}
): LiveInvariant[] {
  const replicas = replicasOf(nodes, roles)
  return [
    new ExternalConsistency(),
    new TimestampWithinOperation(),
    new IntervalHoldsTrueTime(replicas),
    new TimestampsGrow(),
    new SnapshotsStable(),
    ...watchGroups(groupNames(Number(parameters['groups'])), () => createRaftInvariants(replicas))
  ]
}
