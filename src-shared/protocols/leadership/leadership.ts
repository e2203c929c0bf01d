/** Who leads, when nobody did, and every election; of each group by itself, where nodes host several. */
import type { LabEvent } from '../../events'
import type { NodeId } from '../../ids'
import type { ClusterFold, NodeState } from '../../folds/cluster'
import { canReach, hasQuorum, isUp } from '../../folds/cluster-reach'
import { createFollowingFold, foldFollowing, followingOf, FOLLOWING_READS, isAppointed } from './following'
import type { FollowingFold } from './following'
import { declareFold } from '../../folds/declared'
import type { FaultEffect } from '../../result'
import type { Table } from '../../folds/table'
import { toMilliseconds, toSeconds } from '../../folds/table'
import { Ring } from '../../folds/ring'
import { replicaKey } from '../../replica'
import type { ReplicaKey } from '../../replica'

/** Time without a leader; one whom a quorum follows, where the protocol asks a majority. */
export interface LeaderlessGap {
  readonly start_us: number
  /** null: still without one. */
  end_us: number | null
  /** Who led before; null: nobody yet, the cluster was starting. */
  readonly before: NodeId | null
  /** Whether it began with the end of that leader's process. */
  readonly died: boolean
  /** Who led after it. */
  after: NodeId | null
}

/** `split`: nobody won, the candidate tried again in a higher term. `ended`: its process stopped. */
export type ElectionOutcome = 'open' | 'won' | 'lost' | 'split' | 'ended'

/** One candidate's part in the election of a term. */
export interface Election {
  readonly candidate: ReplicaKey
  readonly term: number
  /** First candidacy of its term. */
  readonly is_first: boolean
  readonly start_us: number
  end_us: number | null
  outcome: ElectionOutcome
}

export interface Leader {
  readonly node: NodeId
  readonly term: number
  readonly since_us: number
}

/** Of one group. */
export interface GroupLeadership {
  /** Who leads now, see {@link leaderOf}. */
  leader: Leader | null
  /** Oldest first; the last one may still be open. Protocols without leaders have none. */
  readonly gaps: Ring<LeaderlessGap>
  readonly elections: Ring<Election>
  /** Terms for which somebody stood, since the run began: several candidates of one term stand in one election. */
  elections_total: number
  /** These terms. */
  readonly contested_terms: Set<number>
  /** How often there came to be a new leader. */
  leaders_total: number
  /** When, the newest of them. */
  readonly leaders_us: Ring<number>
  /** When somebody first led. */
  first_leader_us: number | null
  readonly open: Map<NodeId, Election>
  /** Highest term in which each node was seen. */
  readonly terms: Map<NodeId, number>
}

export interface LeadershipFold {
  /** By name; of a cluster whose nodes host one replica each, that of {@link ONLY_GROUP} alone. */
  readonly groups: Map<string, GroupLeadership>
  readonly following: FollowingFold
  now_us: number
}

export const ONLY_GROUP = ''

const GAPS_MAX = 10_000
const ELECTIONS_MAX = 10_000

export function createLeadershipFold(): LeadershipFold {
  return { groups: new Map(), following: createFollowingFold(), now_us: 0 }
}

function createGroup(): GroupLeadership {
  return {
    leader: null,
    gaps: new Ring(GAPS_MAX),
    elections: new Ring(ELECTIONS_MAX),
    elections_total: 0,
    contested_terms: new Set(),
    leaders_total: 0,
    leaders_us: new Ring(GAPS_MAX),
    first_leader_us: null,
    open: new Map(),
    terms: new Map()
  }
}

export const leadershipFold = declareFold<LeadershipFold>({
  create: createLeadershipFold,
  reads: [...FOLLOWING_READS, 'node-paused', 'node-resumed', 'node-ready', 'link-changed'],
  observe: foldLeadership,
  ticks: {
    title: 'election',
    titles: 'elections',
    times_us: (fold) => electionsOf(fold).flatMap(({ is_first, start_us }) => (is_first ? [start_us] : []))
  },
  spans: {
    title: 'no leader',
    titles: 'times without a leader',
    apply: hasLeaders,
    spans: gapsOf
  },
  effects: leadershipEffects,
  tables: (fold) => [electionsTable(fold), leaderlessTable(fold)]
})

/** Of the cluster's only group, or of the one named; before anybody has told anything, what is true then. */
export function leadershipOf(fold: LeadershipFold, group = ONLY_GROUP): GroupLeadership {
  return fold.groups.get(group) ?? createGroup()
}

/** Of all groups, oldest first. */
export function gapsOf({ groups }: LeadershipFold): LeaderlessGap[] {
  return inOrder([...groups.values()].map(({ gaps }) => gaps.toArray()))
}

/** Of all groups, oldest first. */
export function electionsOf({ groups }: LeadershipFold): Election[] {
  return inOrder([...groups.values()].map(({ elections }) => elections.toArray()))
}

function inOrder<Timed extends { readonly start_us: number }>(lists: readonly Timed[][]): Timed[] {
  return lists.length === 1 ? lists[0]! : lists.flat().sort((a, b) => a.start_us - b.start_us)
}

/** Whether the run had any leader or leaderless gap, i.e. the protocol has leaders. */
export function hasLeaders({ groups }: LeadershipFold): boolean {
  return [...groups.values()].some(({ gaps, leaders_total }) => gaps.length + leaders_total > 0)
}

/**
 * Call after `foldCluster` for the same event. A follower counts only while it runs and the links to and from its leader are open,
 * so a gap begins when the leader is lost, not when the others notice.
 */
export function foldLeadership(fold: LeadershipFold, event: LabEvent, cluster: ClusterFold): void {
  foldFollowing(fold.following, event, cluster)
  switch (event.kind) {
    case 'role':
      // Late events: a gap cannot end before it began.
      fold.now_us = Math.max(fold.now_us, event.t)
      return foldRole(fold, event.node, event.group ?? ONLY_GROUP, cluster)
    case 'node-exited':
      fold.now_us = Math.max(fold.now_us, event.t)
      for (const name of fold.groups.keys()) foldRole(fold, event.node, name, cluster)
      return
    case 'node-paused':
    case 'node-resumed':
    case 'node-ready':
    case 'link-changed':
      fold.now_us = Math.max(fold.now_us, event.t)
      for (const name of fold.groups.keys()) foldLeader(fold, name, cluster)
      return
    default:
  }
}

function foldRole(fold: LeadershipFold, node: NodeId, name: string, cluster: ClusterFold): void {
  if (!fold.groups.has(name)) fold.groups.set(name, createGroup())
  foldElection(fold, name, node, cluster)
  foldLeader(fold, name, cluster)
}

/** A node's part in the group; undefined: it has none. */
function replicaIn(cluster: ClusterFold, node: NodeId, name: string): Pick<NodeState, 'role' | 'duty'> | undefined {
  const state = cluster.nodes.get(node)
  return name === ONLY_GROUP ? state : state?.groups.get(name)
}

function keyIn(node: NodeId, name: string): ReplicaKey {
  return replicaKey({ node, group: name === ONLY_GROUP ? undefined : name })
}

/**
 * Of the running leaders that were not appointed the one with the highest term. Where the protocol asks a majority, a leader counts only
 * while a quorum of the cluster, itself included, follows it and can hear it.
 */
function leaderOf({ following }: LeadershipFold, name: string, cluster: ClusterFold): Omit<Leader, 'since_us'> | null {
  let best: Omit<Leader, 'since_us'> | null = null
  for (const id of cluster.nodes.keys()) {
    const own = followingOf(following, keyIn(id, name))
    if (
      replicaIn(cluster, id, name)?.duty !== 'leads' ||
      isAppointed(own) ||
      !isUp(cluster, id) ||
      (best !== null && best.term >= own.term)
    )
      continue
    const leader = { node: id, term: own.term }
    if (hasQuorum(cluster, [id, ...followersOf(leader, following, name, cluster)]) !== false) best = leader
  }
  return best
}

/** Who follows the leader in its term and can hear it. */
function followersOf(
  { node, term }: Omit<Leader, 'since_us'>,
  following: FollowingFold,
  name: string,
  cluster: ClusterFold
): NodeId[] {
  return [...cluster.nodes.keys()].filter((id) => {
    const other = followingOf(following, keyIn(id, name))
    return id !== node && other.leader === node && other.term === term && canReach(cluster, node, id)
  })
}

function foldLeader(fold: LeadershipFold, name: string, cluster: ClusterFold): void {
  const { now_us } = fold
  const group = fold.groups.get(name)!
  const leader = leaderOf(fold, name, cluster)
  const before = group.leader
  if (leader === null) {
    const has_role = (id: NodeId): boolean => (replicaIn(cluster, id, name)?.role ?? null) !== null
    const starting =
      group.gaps.length === 0 &&
      [...cluster.nodes.keys()].some((id) => has_role(id) && !isAppointed(followingOf(fold.following, keyIn(id, name))))
    if (before !== null || starting) {
      const start_us = before === null ? 0 : now_us
      const died = before !== null && cluster.nodes.get(before.node)?.process === 'down'
      group.gaps.push({ start_us, end_us: null, before: before?.node ?? null, died, after: null })
    }
    group.leader = null
    return
  }
  if (before !== null && before.node === leader.node && before.term === leader.term) return
  group.leader = { ...leader, since_us: now_us }
  group.leaders_total += 1
  group.leaders_us.push(now_us)
  group.first_leader_us ??= now_us
  const gap = group.gaps.at(-1)
  if (gap && gap.end_us === null) {
    gap.end_us = now_us
    gap.after = leader.node
  }
}

function leadershipEffects(fold: LeadershipFold, from_us: number, until_us: number): FaultEffect[] {
  if (!hasLeaders(fold)) return []
  const leaderless_ms = leaderlessWithin(fold, from_us, until_us)
  return [
    {
      name: 'leaderless_ms',
      title: 'without a leader',
      unit: 'ms',
      value: leaderless_ms,
      ...(leaderless_ms > 0 && { text: `no leader for ${Math.round(leaderless_ms)} ms` })
    },
    { name: 'elections', title: 'elections', unit: '', value: electionsWithin(fold, from_us, until_us) }
  ]
}

/** How many elections began within: one for each term, however many stood for it. */
export function electionsWithin(fold: LeadershipFold, from_us: number, to_us: number): number {
  return electionsOf(fold).filter(({ is_first, start_us }) => is_first && start_us >= from_us && start_us <= to_us).length
}

function leaderlessWithin(fold: LeadershipFold, from_us: number, to_us: number): number {
  let sum_us = 0
  for (const gap of gapsOf(fold)) {
    sum_us += Math.max(0, Math.min(gap.end_us ?? to_us, to_us) - Math.max(gap.start_us, from_us))
  }
  return sum_us / 1000
}

/** A candidate in a term that is new to it stands in an election; pre-votes keep the term and are none. */
function foldElection(fold: LeadershipFold, name: string, id: NodeId, cluster: ClusterFold): void {
  const replica = replicaIn(cluster, id, name)
  if (replica === undefined) return
  const group = fold.groups.get(name)!
  const open = group.open.get(id)
  const highest = group.terms.get(id) ?? 0
  const { term } = followingOf(fold.following, keyIn(id, name))
  const stands = replica.duty === 'campaigns' && term > highest
  if (open && (stands || replica.duty !== 'campaigns')) {
    open.end_us = fold.now_us
    if (replica.role === null) open.outcome = 'ended'
    else if (stands) open.outcome = 'split'
    else open.outcome = replica.duty === 'leads' && term === open.term ? 'won' : 'lost'
    group.open.delete(id)
  }
  if (term > highest) group.terms.set(id, term)
  if (!stands) return
  const is_first = !group.contested_terms.has(term)
  const candidate = keyIn(id, name)
  const election: Election = { candidate, term, is_first, start_us: fold.now_us, end_us: null, outcome: 'open' }
  group.elections.push(election)
  group.contested_terms.add(term)
  group.elections_total = group.contested_terms.size
  group.open.set(id, election)
}

function electionsTable(fold: LeadershipFold): Table {
  return {
    name: 'elections',
    title: 'Elections',
    columns: ['start_s', 'end_s', 'candidate', 'term', 'outcome'],
    *rows() {
      for (const { start_us, end_us, candidate, term, outcome } of electionsOf(fold)) {
        yield [toSeconds(start_us), toSeconds(end_us), candidate, term, outcome]
      }
    }
  }
}

function leaderlessTable(fold: LeadershipFold): Table {
  return {
    name: 'leaderless',
    title: 'Time without a leader that a quorum follows',
    columns: ['start_s', 'end_s', 'length_ms', 'leader_before', 'leader_after'],
    *rows() {
      for (const { start_us, end_us, before, after } of gapsOf(fold)) {
        yield [toSeconds(start_us), toSeconds(end_us), end_us === null ? null : toMilliseconds(end_us - start_us), before, after]
      }
    }
  }
}
