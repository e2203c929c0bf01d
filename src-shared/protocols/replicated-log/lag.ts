/**
 * Replication lag of each node behind the leader of the highest term; with several leaders (multi-leader), behind the one it lags
 * most. A leader samples what it knows of its followers (`lag_entries.<node>`, `lag_ms.<node>`) and says nothing of one that it
 * has not heard of yet. Of protocols with one log the lab knows more: where each node's own commit index stands, which is what
 * that log has in common with the leader's for certain, and when leaders' logs got how far.
 */
import type { EventOf, LabEvent } from '../../events'
import type { NodeId } from '../../ids'
import { dutyOf } from '../../folds/cluster'
import type { ClusterFold } from '../../folds/cluster'
import { replicaKey } from '../../replica'
import type { Replica, ReplicaKey } from '../../replica'
import { declareFold } from '../../folds/declared'
import type { Table } from '../../folds/table'
import { gaugeCells, toSeconds } from '../../folds/table'
import { Ring } from '../../folds/ring'
import { createFollowingFold, foldFollowing, followingOf, FOLLOWING_READS } from '../leadership/following'
import type { FollowingFold } from '../leadership/following'
import { createPositionsFold, foldPositions, positionOf, POSITIONS_READS } from './positions'
import type { PositionsFold } from './positions'
import type { Gauge, TimeBuckets } from '../../folds/time-buckets'
import { createGauges, recordGauge } from '../../folds/time-buckets'

export interface FollowerLag {
  readonly entries: TimeBuckets<Gauge>
  readonly ms: TimeBuckets<Gauge>
}

/** What a node lacks. NaN: not known. */
export interface LagSample {
  readonly entries: number
  readonly ms: number
}

export interface LagFold {
  readonly followers: Map<ReplicaKey, FollowerLag>
  /** By name; of a cluster whose nodes host one replica each, one of no name. */
  readonly groups: Map<string | undefined, GroupLag>
  readonly following: FollowingFold
  readonly positions: PositionsFold
  /** Of each node's disk, as of its newest start. */
  readonly generations: Map<NodeId, number>
}

/** What the leaders of one group told. */
interface GroupLag {
  /** What each leader last said, by follower and leader. */
  readonly reported: Map<NodeId, Map<NodeId, LagSample>>
  /** When a leader's log had grown to this index. */
  readonly grown: Ring<{ readonly t_us: number; readonly last_index: number }>
  /** Of the leader that sampled last. */
  term: number | null
  /** The term in which a node's disk was replaced: match indexes the leader of that term held for it are stale. */
  readonly replaced_in_term: Map<NodeId, number | null>
}

const NOTHING: LagSample = { entries: NaN, ms: NaN }
const ENTRIES = 'lag_entries.'
const MS = 'lag_ms.'
/** Seven minutes at five samples a second. */
const LOG_GROWTH_MAX = 2048

export function createLagFold(): LagFold {
  return {
    followers: new Map(),
    groups: new Map(),
    following: createFollowingFold(),
    positions: createPositionsFold(),
    generations: new Map()
  }
}

export const lagFold = declareFold<LagFold>({
  create: createLagFold,
  reads: ['sample', ...FOLLOWING_READS, ...POSITIONS_READS],
  observe: (fold, event, cluster) => void foldLag(fold, event, cluster),
  tables: (fold) => [lagTable(fold)]
})

/** Call after `foldCluster` for the same event. Returns what nodes lack, as far as the event tells it. */
export function foldLag(fold: LagFold, event: LabEvent, cluster: ClusterFold): readonly LagSample[] {
  foldFollowing(fold.following, event, cluster)
  foldPositions(fold.positions, event, cluster)
  if (event.kind === 'role') {
    const own = fold.followers.get(replicaKey(event))
    // A leader is not behind itself.
    if (own && dutyOf(cluster, event) === 'leads') recordLag(own, event.t, NOTHING)
    return []
  }
  if (event.kind === 'node-started') recordDiskGeneration(fold, event)
  if (event.kind !== 'sample' || !leadsInHighestTerm(fold, cluster, event)) return []
  return foldSample(fold, event, cluster)
}

function foldSample(fold: LagFold, event: EventOf<'sample'>, cluster: ClusterFold): LagSample[] {
  const { t, node: leader, group, values } = event
  const log = groupOf(fold, group)
  if (values.last_index !== undefined)
    recordLogGrowth(log, t, values.last_index, followingOf(fold.following, replicaKey(event)).term)
  const all: LagSample[] = []
  for (const { id } of cluster.nodes.values()) {
    if (id === leader) continue
    const key = replicaKey({ node: id, group })
    const { commit } = positionOf(fold.positions, key)
    const from_leader = { entries: values[ENTRIES + id] ?? NaN, ms: values[MS + id] ?? NaN }
    const lacks =
      values.last_index === undefined
        ? from_leader
        : withCommitIndex(log, isStale(log, id) ? NOTHING : from_leader, values.last_index, commit, t)
    if (Number.isNaN(lacks.entries)) continue
    let lag = fold.followers.get(key)
    if (lag === undefined) fold.followers.set(key, (lag = { entries: createGauges(), ms: createGauges() }))
    const reported = reportedOf(log, id).set(leader, lacks)
    for (const node of reported.keys()) if (!leadsInHighestTerm(fold, cluster, { node, group })) reported.delete(node)
    const most = largest(reported)
    recordLag(lag, t, most)
    all.push(most)
  }
  return all
}

/** The follower that lacks most now, as far as leaders tell; null: none lacks anything. */
export function farthestBehind({ groups }: LagFold): { readonly follower: ReplicaKey; readonly entries: number } | null {
  const all = [...groups].flatMap(([group, { reported }]) =>
    [...reported].map(([node, by]) => ({ follower: replicaKey({ node, group }), entries: largest(by).entries }))
  )
  return all.reduce<(typeof all)[number] | null>((most, one) => (one.entries > (most?.entries ?? 0) ? one : most), null)
}

function groupOf({ groups }: LagFold, group: string | undefined): GroupLag {
  let known = groups.get(group)
  if (known === undefined)
    groups.set(group, (known = { reported: new Map(), grown: new Ring(LOG_GROWTH_MAX), term: null, replaced_in_term: new Map() }))
  return known
}

/** What the leader and the follower's own commit index tell together. */
function withCommitIndex(log: GroupLag, from_leader: LagSample, last_index: number, commit: number, t_us: number): LagSample {
  const match = last_index - from_leader.entries
  // Nothing is known of either.
  if (Number.isNaN(match) && commit === 0 && last_index > 0) return from_leader
  const position = Math.max(Number.isNaN(match) ? 0 : match, commit)
  const entries = Math.max(0, last_index - position)
  if (entries === 0) return { entries, ms: 0 }
  // Of entries older than its own term a leader does not know the age.
  const is_from_leader = position === match && !Number.isNaN(from_leader.ms)
  return { entries, ms: is_from_leader ? from_leader.ms : ageOf(log, position, t_us) }
}

/** How long ago a leader's log grew beyond `position`, in milliseconds; NaN when that was too long ago. */
function ageOf({ grown }: GroupLag, position: number, t_us: number): number {
  let low = 0
  let high = grown.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (grown.at(middle)!.last_index > position) high = middle
    else low = middle + 1
  }
  const after = grown.at(low)
  const before = low > 0 ? grown.at(low - 1) : undefined
  if (after === undefined || before === undefined) return NaN
  // Between two samples it is taken to have grown steadily.
  const share = (position + 1 - before.last_index) / (after.last_index - before.last_index)
  return Math.max(0, t_us - before.t_us - share * (after.t_us - before.t_us)) / 1000
}

function recordDiskGeneration({ generations, groups }: LagFold, { node, generation = 0 }: EventOf<'node-started'>): void {
  if (generation <= (generations.get(node) ?? 0)) return
  generations.set(node, generation)
  for (const { replaced_in_term, term } of groups.values()) replaced_in_term.set(node, term)
}

function isStale({ replaced_in_term, term }: GroupLag, id: NodeId): boolean {
  return replaced_in_term.get(id) === term
}

function recordLogGrowth(log: GroupLag, t_us: number, last_index: number, term: number): void {
  log.term = term
  if (last_index > (log.grown.at(-1)?.last_index ?? -1)) log.grown.push(Object.freeze({ t_us, last_index }))
}

function reportedOf({ reported }: GroupLag, follower: NodeId): Map<NodeId, LagSample> {
  const known = reported.get(follower) ?? new Map<NodeId, LagSample>()
  reported.set(follower, known)
  return known
}

function largest(reported: ReadonlyMap<NodeId, LagSample>): LagSample {
  const all = [...reported.values()]
  return { entries: Math.max(...all.map(({ entries }) => entries)), ms: Math.max(...all.map(({ ms }) => ms)) }
}

function recordLag(lag: FollowerLag, t_us: number, { entries, ms }: LagSample): void {
  recordGauge(lag.entries, t_us, entries)
  recordGauge(lag.ms, t_us, ms)
}

/** A cut-off leader of an older term goes on sampling; what it says of its followers is void. */
function leadsInHighestTerm({ following }: LagFold, cluster: ClusterFold, { node, group }: Replica): boolean {
  if (dutyOf(cluster, { node, group }) !== 'leads') return false
  const termOf = (id: NodeId): number => followingOf(following, replicaKey({ node: id, group })).term
  const term = termOf(node)
  return [...cluster.nodes.keys()].every((id) => dutyOf(cluster, { node: id, group }) !== 'leads' || termOf(id) <= term)
}

function lagTable({ followers }: LagFold): Table {
  return {
    name: 'replication-lag',
    title: 'How far each follower is behind the leader, the newest sample of each step; empty: it leads',
    columns: ['t_s', 'follower', 'lag_entries', 'lag_ms'],
    *rows() {
      for (const [follower, { entries, ms }] of followers) {
        const times = [...gaugeCells(ms)]
        let place = 0
        for (const { t_us, last } of gaugeCells(entries)) yield [toSeconds(t_us), follower, last, times[place++]?.last ?? null]
      }
    }
  }
}
