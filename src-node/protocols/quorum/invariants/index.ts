/** The live invariants that the description names. */
import type { LiveInvariant } from '../../contract'
import { NewestKept } from './newest-kept'
import { OverwritesSeen } from './overwrites-seen'
import { SiblingsConcurrent } from './siblings-concurrent'
import { WithinRate } from './within-rate'
import { WriteQuorum } from './write-quorum'

export function createInvariants(): LiveInvariant[] {
  return [new NewestKept(), new WriteQuorum(), new SiblingsConcurrent(), new OverwritesSeen(), new WithinRate()]
}
