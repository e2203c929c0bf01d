/** The live invariants that the description names. */
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { NodeId } from '../../../../src-shared/ids'
import { description } from '../../../../src-shared/protocols/paxos/description'
import { quorumSizes } from '../../../../src-shared/protocols/paxos/quorum-sizes'
import type { LiveInvariant } from '../../contract'
import { readSettings } from '../../kit/settings'
import { rolesOf } from '../roles'
import { AcceptedKept, PromiseKept } from './acceptors'
import { BallotsForward, ChosenByQuorum, OneValueABallot, ValueAdopted } from './ballots'
import { ChosenOnce } from './chosen-once'

export function createInvariants(
  nodes: readonly NodeId[],
  parameters: Parameters,
  given: Readonly<Record<NodeId, string>> = {}
): LiveInvariant[] {
  const { prepare, accept } = quorumSizes(rolesOf(nodes, given).acceptors.length, readSettings(description, parameters))
  return [
    new ChosenOnce(accept),
    new OneValueABallot(),
    new BallotsForward(),
    new PromiseKept(),
    new ValueAdopted(prepare),
    new ChosenByQuorum(accept),
    new AcceptedKept()
  ]
}
