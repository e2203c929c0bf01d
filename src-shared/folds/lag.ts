/**
 * How far each node is behind the leader, from the leader's samples `lag_entries.<node>` and `lag_ms.<node>`; where several lead at
 * once, behind the one of which it lacks most.
 */
import type { LabEvent } from '../events'
import type { NodeId } from '../ids'
import type { ClusterFold } from './cluster'
import type { Gauge, TimeBuckets } from './time-buckets'
import { createGauges, recordGauge } from './time-buckets'

export interface FollowerLag {
  readonly entries: TimeBuckets<Gauge>
  readonly ms: TimeBuckets<Gauge>
}

export interface LagFold {
  readonly followers: Map<NodeId, FollowerLag>
  /** What each leader last said, by follower and leader. */
  readonly said: Map<NodeId, Map<NodeId, { readonly entries: number; readonly ms: number }>>
}

const ENTRIES = 'lag_entries.'
const MS = 'lag_ms.'

export function createLagFold(): LagFold {
  return { followers: new Map(), said: new Map() }
}

/** Call after `foldCluster` for the same event. */
export function foldLag(fold: LagFold, event: LabEvent, cluster: ClusterFold): void {
  if (event.kind === 'role') {
    const own = fold.followers.get(event.node)
    // A leader is not behind itself.
    if (own && cluster.nodes.get(event.node)?.look === 'leader') recordLag(own, event.t, NaN, NaN)
    return
  }
  if (event.kind !== 'sample' || !leadsInHighestTerm(cluster, event.node)) return
  for (const name of Object.keys(event.values)) {
    if (!name.startsWith(ENTRIES)) continue
    const follower = name.slice(ENTRIES.length)
    let lag = fold.followers.get(follower)
    if (lag === undefined) fold.followers.set(follower, (lag = { entries: createGauges(), ms: createGauges() }))
    const ms = event.values[MS + follower]
    const said = fold.said.get(follower) ?? new Map<NodeId, { entries: number; ms: number }>()
    fold.said.set(follower, said.set(event.node, { entries: event.values[name]!, ms: ms ?? NaN }))
    for (const leader of said.keys()) if (!leadsInHighestTerm(cluster, leader)) said.delete(leader)
    const all = [...said.values()]
    recordLag(lag, event.t, Math.max(...all.map(({ entries }) => entries)), Math.max(...all.map((lacks) => lacks.ms)))
  }
}

function recordLag(lag: FollowerLag, t_us: number, entries: number, ms: number): void {
  recordGauge(lag.entries, t_us, entries)
  recordGauge(lag.ms, t_us, ms)
}

/** A cut-off leader of an older term goes on sampling; what it says of its followers is void. */
function leadsInHighestTerm(cluster: ClusterFold, id: NodeId): boolean {
  const node = cluster.nodes.get(id)
  if (node?.look !== 'leader') return false
  for (const other of cluster.nodes.values()) if (other.look === 'leader' && other.term > node.term) return false
  return true
}
