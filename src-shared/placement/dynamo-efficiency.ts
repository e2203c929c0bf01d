import type { RandomStreams } from '../random'
import { createConsistentHashing } from './consistent-hashing'
import { createEvenPartitions, createTokenPlacedPartitions } from './equal-partitions'
import { hashesKept, imbalance } from './measures'
import type { ArcPlacement } from './placement'
import { randomTokens } from './ring-points'

export interface DynamoCluster {
  readonly nodes: number
  /** Nodes that keep each key. */
  readonly replicas: number
  /** Entries of the routing table that every node keeps, by node: tokens (strategy 1) or owners of partitions (2 and 3). */
  readonly entries_per_node: number
  readonly random: RandomStreams
}

export type DynamoStrategy = 'random tokens' | 'token-placed partitions' | 'even partitions'

/** Strategy 2 wants many more partitions than tokens. */
const PARTITIONS_PER_TOKEN = 8

/**
 * Load balancing efficiency of Dynamo's three strategies with equally long routing tables (DeCandia et al. 2007, §6.2, figure 8):
 * the mean load of a node over that of the busiest, when all hashes are asked for equally often. The paper finds the third best
 * and the second worst.
 */
export function compareDynamoStrategies(cluster: DynamoCluster): Record<DynamoStrategy, number> {
  const { nodes, replicas, entries_per_node, random } = cluster
  const members = Array.from({ length: nodes }, (_, i) => ({ id: `n${i + 1}` }))
  const partitions = nodes * entries_per_node
  const tokens = Math.max(1, Math.round(entries_per_node / PARTITIONS_PER_TOKEN))
  const efficiency = (placement: ArcPlacement): number => 1 / imbalance(hashesKept(placement, replicas).values()).max_over_mean
  return {
    'random tokens': efficiency(
      createConsistentHashing(members, { virtual_nodes: entries_per_node, points: randomTokens(random) })
    ),
    'token-placed partitions': efficiency(createTokenPlacedPartitions(members, { tokens, partitions, random })),
    'even partitions': efficiency(createEvenPartitions(members, { partitions, random: random('partitions') }))
  }
}
