/** The live invariants that the description names. */
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { NodeId } from '../../../../src-shared/ids'
import type { LiveInvariant } from '../../contract'
import { AcknowledgedCommitted } from './acknowledged-committed'
import { AllVotes } from './all-votes'
import { ChosenOnce } from './chosen-once'
import { DecideAlike } from './decide-alike'
import { InDoubtLocked } from './in-doubt-locked'
import { NoneUncertain } from './none-uncertain'
import { TransfersAddUp } from './transfers-add-up'

/** Of several protocols: each watches what its own promises. */
export function createInvariants(nodes: readonly NodeId[], { commit, acceptors, isolation }: Parameters): LiveInvariant[] {
  const majority = Math.floor(Math.min(acceptors as number, nodes.length) / 2) + 1
  const is_one_moment = isolation === 'serializable' || isolation === 'snapshot'
  return [
    new DecideAlike(),
    new AllVotes(),
    new InDoubtLocked(),
    new AcknowledgedCommitted(commit !== 'paxos'),
    new NoneUncertain(commit === 'three-phase'),
    new ChosenOnce(majority),
    new TransfersAddUp(is_one_moment)
  ]
}
