/** The live invariants that the description names. */
import type { LiveInvariant } from '../../contract'
import { AcknowledgedCommitted } from './acknowledged-committed'
import { AllVotes } from './all-votes'
import { DecideAlike } from './decide-alike'
import { InDoubtLocked } from './in-doubt-locked'

export function createInvariants(): LiveInvariant[] {
  return [new DecideAlike(), new AllVotes(), new InDoubtLocked(), new AcknowledgedCommitted()]
}
