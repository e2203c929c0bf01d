/** Three node processes of a sharded store through the fabric, each shard in groups of three copies. */
import type { TraceSettings } from '../../src-node/node-core/conditions'
import type { NodeStart } from '../../src-node/runtime/control'
import { startThroughFabric } from './fabric-cluster'
import type { FabricCluster } from './fabric-cluster'

export const NODES = ['n1', 'n2', 'n3']
/** May join them. */
export const NEWCOMER = 'n4'

/** Resolves once each of the groups has a leader. */
export async function startSharded(
  groups: number,
  parameters: NodeStart['parameters'],
  trace: TraceSettings
): Promise<FabricCluster> {
  const started = await startThroughFabric({
    nodes: NODES,
    joining: [NEWCOMER],
    protocol: 'sharded-kv',
    parameters: { copies: 3, groups, ...parameters },
    trace
  })
  for (let group = 1; group <= groups; group++)
    await started.cluster.untilEvent((event) => event.kind === 'role' && event.role === 'leader' && event.group === `g${group}`)
  return started
}

/** Where the load generator reaches each node, the newcomer included. */
export function loadPorts({ portOf }: FabricCluster): Record<string, number> {
  return Object.fromEntries([...NODES, NEWCOMER].map((node) => [node, portOf(node)]))
}
