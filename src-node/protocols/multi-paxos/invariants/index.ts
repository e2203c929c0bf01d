/** The live invariants that the description names. */
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { NodeId } from '../../../../src-shared/ids'
import { description } from '../../../../src-shared/protocols/multi-paxos/description'
import type { LiveInvariant } from '../../contract'
import { readSettings } from '../../kit/settings'
import { electionQuorumOf, quorumsOf } from '../quorums'
import { BallotsGrow, HighestAdopted, LeaseExclusive, PromiseForward } from './ballots'
import { ElectedConnected, ElectedForward } from './elections'
import { AppliedInSlotOrder, SlotsKept } from './nodes'
import { SlotChosenByQuorum, SlotChosenOnce, SlotOneValueABallot } from './slots'

export function createInvariants(nodes: readonly NodeId[], parameters: Parameters): LiveInvariant[] {
  const cluster = { nodes, settings: readSettings(description, parameters) }
  const { prepare, accept } = quorumsOf(cluster)
  return [
    new SlotChosenOnce(accept),
    new SlotOneValueABallot(),
    new BallotsGrow(),
    new PromiseForward(),
    new HighestAdopted(prepare),
    new SlotChosenByQuorum(accept),
    new SlotsKept(),
    new AppliedInSlotOrder(),
    new ElectedForward(),
    new ElectedConnected(electionQuorumOf(cluster)),
    new LeaseExclusive()
  ]
}
