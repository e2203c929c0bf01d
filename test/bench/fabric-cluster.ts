/** Real node processes whose links, and those of the load generator, go through the real fabric, as in the lab. */
import { FabricProcess } from '../integration/fabric/harness'
import { DirectCluster } from '../integration/runtime/direct-cluster'
import type { DirectClusterOptions } from '../integration/runtime/direct-cluster'

export interface FabricCluster {
  readonly cluster: DirectCluster
  /** Where the load generator reaches a node. */
  readonly portOf: (node: string) => number
  readonly stop: () => Promise<void>
}

export async function startThroughFabric(options: Omit<DirectClusterOptions, 'peerPort'>): Promise<FabricCluster> {
  const { nodes, joining = [] } = options
  const fabric = await FabricProcess.start({ nodes: [...nodes, ...joining], clients: ['c1'] })
  const cluster = await DirectCluster.start({ ...options, peerPort: (from, to) => fabric.ports[`${from}>${to}`]! })
  for (const [node, port] of cluster.ports) fabric.target(node, port)
  const stop = async () => {
    await cluster.close()
    await fabric.stop()
  }
  return { cluster, portOf: (node) => fabric.ports[`c1>${node}`]!, stop }
}
