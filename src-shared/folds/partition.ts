/** Who could reach whom, over time. */
import type { LabEvent } from '../events'
import { NODES_MAX } from '../engine'
import type { NodeId } from '../ids'
import { linkId } from '../ids'
import type { LinkSettings } from '../network/netem'
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

/** Who reached whom from `t_us` on, until the next step. */
export interface ReachStep {
  readonly t_us: number
  /** Who takes part, in the run's order. */
  readonly nodes: readonly NodeId[]
  readonly reach: readonly { readonly reach: Reach; readonly nodes: number }[]
  readonly groups: readonly ReachGroup[]
}

export interface PartitionStep extends ReachStep {
  /** Row by row, from sender to receiver, in the order of `nodes`; the diagonal is `open` (or `down`). */
  readonly conditions: readonly LinkCondition[]
}

export interface PartitionFold {
  readonly steps: Ring<PartitionStep>
  /** Settings of each link when the run began (its configured distance), as text for comparison. */
  readonly healthy: Map<string, string>
  /** All nodes have run. */
  started: boolean
  topology: number
}

const STEPS_MAX = 4096
const CLEAR = JSON.stringify(CLEAR_LINK)

export function createPartitionFold(): PartitionFold {
  return { steps: new Ring(STEPS_MAX), healthy: new Map(), started: false, topology: -1 }
}

/** Call after `foldCluster` for the same event. */
export function foldPartition(fold: PartitionFold, event: LabEvent, cluster: ClusterFold): void {
  if (event.kind === 'run-started')
    for (const { id, settings } of cluster.links.values()) fold.healthy.set(id, settingsText(settings))
  // Until the nodes run, link changes are the scenario's own network.
  if (event.kind === 'link-changed' && !fold.started) {
    for (const { link, settings } of event.links) fold.healthy.set(link, settingsText(settings))
  }
  if (cluster.topology === fold.topology) return
  fold.topology = cluster.topology
  if (!fold.started && isStarting(cluster)) return
  fold.started = true
  // Of more nodes there are too many pairs to keep each step of.
  if (cluster.nodes.size > NODES_MAX.processes) return
  const step = stepOf(fold, cluster, event.t)
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

function stepOf(fold: PartitionFold, cluster: ClusterFold, t_us: number): PartitionStep {
  const step = reachStep(cluster, t_us)
  const conditions = step.nodes.flatMap((from) => step.nodes.map((to) => conditionOf(fold, cluster, from, to)))
  // Frozen, so that copies of the fold share it.
  return Object.freeze({ ...step, conditions })
}

/** Who reaches whom now. */
export function reachStep(cluster: ClusterFold, t_us: number): ReachStep {
  const nodes = [...cluster.nodes.keys()]
  const groups = groupsOf(cluster)
  const reach = nodes.map((node) => {
    if (!isUp(cluster, node)) return { reach: 'down' as const, nodes: 0 }
    const own = groups.filter((group) => group.nodes.includes(node))
    const reached = [...new Set(own.flatMap((group) => group.nodes))]
    return { reach: reachOf(reached, cluster), nodes: reached.length }
  })
  return { t_us, nodes, reach, groups }
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
  return from === to || link === undefined ? 'open' : linkCondition(fold, link)
}

/** Of a link between nodes that run. */
export function linkCondition({ healthy }: PartitionFold, link: LinkState): Exclude<LinkCondition, 'down'> {
  if (!isOpen(link)) return 'cut'
  const is_healthy = link.settings === CLEAR_LINK || settingsText(link.settings) === (healthy.get(link.id) ?? CLEAR)
  return is_healthy ? 'open' : 'disturbed'
}

/** Settings do not change: links have others instead. */
const TEXTS = new WeakMap<LinkSettings, string>()

function settingsText(settings: LinkSettings): string {
  let text = TEXTS.get(settings)
  if (text === undefined) TEXTS.set(settings, (text = JSON.stringify(settings)))
  return text
}
