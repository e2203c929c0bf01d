/** The live invariants that the description names. */
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { NodeId } from '../../../../src-shared/ids'
import { description } from '../../../../src-shared/protocols/paxos/description'
import type { LiveInvariant } from '../../contract'
import { readSettings } from '../../kit/settings'
import { acceptQuorum, prepareQuorum } from '../quorums'
import { rolesOf } from '../roles'
import { AcceptedKept, PromiseKept } from './acceptors'
import { BallotsForward, ChosenByQuorum, OneValueABallot, ValueAdopted } from './ballots'
import { ChosenOnce } from './chosen-once'

export function createInvariants(
  nodes: readonly NodeId[],
  parameters: Parameters,
  given: Readonly<Record<NodeId, string>> = {}
): LiveInvariant[] {
  const settings = readSettings(description, parameters)
  const sizes = { settings, roles: rolesOf(nodes, given) }
  return [
    new ChosenOnce(acceptQuorum(sizes)),
    new OneValueABallot(),
    new BallotsForward(),
    new PromiseKept(),
    new ValueAdopted(prepareQuorum(sizes)),
    new ChosenByQuorum(acceptQuorum(sizes)),
    new AcceptedKept()
  ]
}
