/** Who could reach whom, over time. */
import type { LabEvent } from '../events'
import { NODES_MAX } from '../engine'
import type { NodeId } from '../ids'
import { linkId } from '../ids'
import { CLEAR_LINK } from '../network/netem'
import type { ClusterFold } from './cluster'
import type { LinkState } from './cluster-links'
import { isOpen } from './cluster-links'
import { groupsOf, hasQuorum, isUp } from './cluster-reach'
import type { ReachGroup } from './reachability'
import { Ring } from './ring'

/** `disturbed`: open, but its settings differ from those that the run began with. */
export type LinkCondition = 'open' | 'disturbed' | 'cut' | 'down'

/**
 * How much of the cluster a node can reach and be reached by, itself included: `quorum` and `minority` where the protocol asks a majority,
 * `part` and `alone` where it does not.
 */
export type Reach = 'all' | 'quorum' | 'minority' | 'part' | 'alone' | 'down'

/** From `t_us` on, until the next step. */
export interface PartitionStep {
  readonly t_us: number
  /** Who takes part, in the run's order. */
  readonly nodes: readonly NodeId[]
  /** Row by row, from sender to receiver, in the order of `nodes`; the diagonal is `open` (or `down`). */
  readonly conditions: readonly LinkCondition[]
  readonly reach: readonly { readonly reach: Reach; readonly nodes: number }[]
  readonly groups: readonly ReachGroup[]
}

export interface PartitionFold {
  readonly steps: Ring<PartitionStep>
  /** Settings of each link when the run began (its configured distance), as text for comparison. */
  readonly healthy: Map<string, string>
  topology: number
}

const STEPS_MAX = 4096
const CLEAR = JSON.stringify(CLEAR_LINK)

export function createPartitionFold(): PartitionFold {
  return { steps: new Ring(STEPS_MAX), healthy: new Map(), topology: -1 }
}

/** Call after `foldCluster` for the same event. */
export function foldPartition(fold: PartitionFold, event: LabEvent, cluster: ClusterFold): void {
  // Until the nodes run, link changes are the scenario's own network.
  if (event.kind === 'link-changed' && fold.steps.length === 0) {
    for (const { link, settings } of event.links) fold.healthy.set(link, JSON.stringify(settings))
  }
  if (cluster.topology === fold.topology) return
  // Of more nodes there are too many pairs to keep each step of.
  if (cluster.nodes.size > NODES_MAX.processes) return
  fold.topology = cluster.topology
  const nodes = [...cluster.nodes.keys()]
  if (fold.steps.length === 0 && isStarting(cluster)) return
  const step = stepOf(fold, cluster, nodes, event.t)
  const last = fold.steps.at(-1)
  if (last && isAlike(last, step)) return
  fold.steps.insert(step, (other) => other.t_us > step.t_us)
}

function isAlike(a: PartitionStep, b: PartitionStep): boolean {
  return (
    a.nodes.length === b.nodes.length &&
    a.nodes.every((node, i) => node === b.nodes[i]) &&
    a.conditions.every((condition, i) => condition === b.conditions[i])
  )
}

/** Some node has not come up for the first time yet. */
function isStarting(cluster: ClusterFold): boolean {
  return [...cluster.nodes.values()].some(({ process, exit }) => exit === null && (process === 'down' || process === 'starting'))
}

function stepOf(fold: PartitionFold, cluster: ClusterFold, nodes: readonly NodeId[], t_us: number): PartitionStep {
  const groups = groupsOf(cluster)
  const conditions = nodes.flatMap((from) => nodes.map((to) => conditionOf(fold, cluster, from, to)))
  const reach = nodes.map((node) => {
    if (!isUp(cluster, node)) return { reach: 'down' as const, nodes: 0 }
    const own = groups.filter((group) => group.nodes.includes(node))
    const reached = [...new Set(own.flatMap((group) => group.nodes))]
    return { reach: reachOf(reached, cluster), nodes: reached.length }
  })
  // Frozen, so that copies of the fold share it.
  return Object.freeze({ t_us, nodes, conditions, reach, groups })
}

function reachOf(reached: readonly NodeId[], cluster: ClusterFold): Reach {
  if (reached.length === cluster.nodes.size) return 'all'
  const quorum = hasQuorum(cluster, reached)
  if (quorum === null) return reached.length > 1 ? 'part' : 'alone'
  return quorum ? 'quorum' : 'minority'
}

function conditionOf(fold: PartitionFold, cluster: ClusterFold, from: NodeId, to: NodeId): LinkCondition {
  if (!isUp(cluster, from) || !isUp(cluster, to)) return 'down'
  const link = cluster.links.get(linkId(from, to))
  if (from === to || link === undefined) return 'open'
  if (!isOpen(link)) return 'cut'
  return isDisturbed(fold, link) ? 'disturbed' : 'open'
}

function isDisturbed(fold: PartitionFold, link: LinkState): boolean {
  return link.settings !== CLEAR_LINK && JSON.stringify(link.settings) !== (fold.healthy.get(link.id) ?? CLEAR)
}
