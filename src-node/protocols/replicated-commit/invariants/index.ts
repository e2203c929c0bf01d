/** The live invariants that the description names. */
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { NodeId } from '../../../../src-shared/ids'
import type { LiveInvariant } from '../../contract'
import { watchGroups } from '../../kit/groups/invariants'
import { groupNames } from '../../kit/groups/placement'
import { createInvariants as createRaftInvariants } from '../../raft/invariants'
import { AcknowledgedRecorded } from './acknowledged-recorded'
import { AllPromised } from './all-promised'
import { DecideAlike } from './decide-alike'
import { DoubtLocked } from './doubt-locked'
import { OneTryCommits } from './one-try-commits'

export function createInvariants(nodes: readonly NodeId[], { groups }: Parameters): LiveInvariant[] {
  return [
    new DecideAlike(),
    new AllPromised(),
    new OneTryCommits(),
    new AcknowledgedRecorded(),
    new DoubtLocked(),
    ...watchGroups(groupNames(Number(groups)), () =>
      createRaftInvariants(nodes).filter(({ name }) => name !== 'acknowledged-kept')
    )
  ]
}
