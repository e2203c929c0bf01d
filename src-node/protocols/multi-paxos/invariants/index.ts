/** The live invariants that the description names. */
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { NodeId } from '../../../../src-shared/ids'
import { description } from '../../../../src-shared/protocols/multi-paxos/description'
import type { LiveInvariant } from '../../contract'
import { readSettings } from '../../kit/settings'
import { BallotsGrow, HighestAdopted, LeaseExclusive, PromiseForward } from './ballots'
import { ConfigurationInLog, Configurations, StopSignLast } from './configurations'
import { ElectedConnected, ElectedForward } from './elections'
import { AppliedInSlotOrder, SlotsKept } from './nodes'
import { QuorumLeaseCurrent, QuorumLeaseQuorum } from './quorum-leases'
import { SlotChosenByQuorum, SlotChosenOnce, SlotOneValueABallot } from './slots'

export function createInvariants(nodes: readonly NodeId[], parameters: Parameters): LiveInvariant[] {
  const configurations = new Configurations(nodes, readSettings(description, parameters))
  return [
    new SlotChosenOnce(configurations),
    new SlotOneValueABallot(),
    new BallotsGrow(),
    new PromiseForward(),
    new HighestAdopted(configurations),
    new SlotChosenByQuorum(configurations),
    new StopSignLast(),
    new ConfigurationInLog(configurations),
    new SlotsKept(),
    new AppliedInSlotOrder(),
    new ElectedForward(),
    new ElectedConnected(configurations),
    new LeaseExclusive(),
    new QuorumLeaseCurrent(),
    new QuorumLeaseQuorum(configurations)
  ]
}
