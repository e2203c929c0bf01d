/** The live invariants that the description names. */
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { NodeId } from '../../../../src-shared/ids'
import { hasSwim, swimParameters } from '../../../../src-shared/protocols/membership/embedded'
import type { LiveInvariant } from '../../contract'
import { createInvariants as createSwimInvariants } from '../../membership/invariants'
import { LocalQuorum } from './local-quorum'
import { NewestKept } from './newest-kept'
import { OverwritesSeen } from './overwrites-seen'
import { SiblingsConcurrent } from './siblings-concurrent'
import { WithinRate } from './within-rate'
import { WriteQuorum } from './write-quorum'

export function createInvariants(nodes: readonly NodeId[], parameters: Parameters): LiveInvariant[] {
  const at_home = new LocalQuorum(nodes, Number(parameters['regions']))
  const own = [new NewestKept(), new WriteQuorum(), at_home, new SiblingsConcurrent(), new OverwritesSeen(), new WithinRate()]
  return hasSwim(parameters) ? [...own, ...createSwimInvariants(nodes, swimParameters(parameters))] : own
}
