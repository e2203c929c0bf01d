/** The live invariants that the description names. */
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { NodeId } from '../../../../src-shared/ids'
import { hasSwim, swimParameters } from '../../../../src-shared/protocols/membership/embedded'
import type { LiveInvariant } from '../../contract'
import { createInvariants as createSwimInvariants } from '../../membership/invariants'
import { initialPlacement, initialSettings } from '../placement/initial'
import { PLACEMENT, placementNodes } from '../state'
import { ArrivesWhole } from './arrives-whole'
import { EpochsGrow } from './epochs-grow'
import { KeptUntilAcknowledged } from './kept-until-acknowledged'
import { OneOwner } from './one-owner'
import { watchRaftGroups } from './raft-groups'
import { RangesApart } from './ranges-apart'
import { SplitsKeepRows } from './splits-keep-rows'
import { WithinRate } from './within-rate'

export function createInvariants(nodes: readonly NodeId[], parameters: Parameters): LiveInvariant[] {
  const { groups } = initialPlacement(initialSettings(parameters), nodes)
  const founding = new Map<string, readonly NodeId[]>([
    [PLACEMENT, placementNodes(nodes, { placement_nodes: Number(parameters['placement_nodes']) })]
  ])
  for (const { name, founders } of groups.values()) founding.set(name, founders)
  return [
    new OneOwner(),
    new ArrivesWhole(),
    new EpochsGrow(),
    new KeptUntilAcknowledged(),
    new WithinRate(),
    new RangesApart(),
    new SplitsKeepRows(),
    ...watchRaftGroups(founding, nodes),
    ...(hasSwim(parameters) ? createSwimInvariants(nodes, swimParameters(parameters)) : [])
  ]
}
