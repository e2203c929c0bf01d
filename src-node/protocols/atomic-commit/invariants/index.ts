/** The live invariants that the description names. */
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { NodeId } from '../../../../src-shared/ids'
import type { LiveInvariant } from '../../contract'
import { AcknowledgedCommitted } from './acknowledged-committed'
import { AllVotes } from './all-votes'
import { DecideAlike } from './decide-alike'
import { InDoubtLocked } from './in-doubt-locked'
import { TransfersAddUp } from './transfers-add-up'

export function createInvariants(_: readonly NodeId[], { isolation }: Parameters): LiveInvariant[] {
  const is_one_moment = isolation === 'serializable' || isolation === 'snapshot'
  return [new DecideAlike(), new AllVotes(), new InDoubtLocked(), new AcknowledgedCommitted(), new TransfersAddUp(is_one_moment)]
}
