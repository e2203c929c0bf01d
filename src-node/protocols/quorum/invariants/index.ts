/** The live invariants that the description names. */
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { NodeId } from '../../../../src-shared/ids'
import type { LiveInvariant } from '../../contract'
import { LocalQuorum } from './local-quorum'
import { NewestKept } from './newest-kept'
import { OverwritesSeen } from './overwrites-seen'
import { SiblingsConcurrent } from './siblings-concurrent'
import { WithinRate } from './within-rate'
import { WriteQuorum } from './write-quorum'

export function createInvariants(nodes: readonly NodeId[], parameters: Parameters): LiveInvariant[] {
  const at_home = new LocalQuorum(nodes, Number(parameters['regions']))
  return [new NewestKept(), new WriteQuorum(), at_home, new SiblingsConcurrent(), new OverwritesSeen(), new WithinRate()]
}
