/** Who leads, when nobody did, and every election. */
import type { LabEvent } from '../../events'
import type { NodeId } from '../../ids'
import type { ClusterFold, NodeState } from '../../folds/cluster'
import { canReach, isUp, quorumOfCluster } from '../../folds/cluster'
import { createFollowingFold, foldFollowing, followingOf, isAppointed } from './following'
import type { FollowingFold } from './following'
import { declareFold } from '../../folds/declared'
import type { FaultEffect } from '../../result'
import type { Table } from '../../folds/table'
import { toMilliseconds, toSeconds } from '../../folds/table'
import { Ring } from '../../folds/ring'

/** Time without a leader; one whom a quorum follows, where the protocol asks a majority. */
export interface LeaderlessGap {
  readonly start_us: number
  /** null: still without one. */
  end_us: number | null
  /** Who led before; null: nobody yet, the cluster was starting. */
  readonly before: NodeId | null
  /** Who led after it. */
  after: NodeId | null
}

/** `split`: nobody won, the candidate tried again in a higher term. `ended`: its process stopped. */
export type ElectionOutcome = 'open' | 'won' | 'lost' | 'split' | 'ended'

/** One candidate's part in the election of a term. */
export interface Election {
  readonly candidate: NodeId
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

export interface LeadershipFold {
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
  readonly following: FollowingFold
  now_us: number
}

const GAPS_MAX = 10_000
const ELECTIONS_MAX = 10_000

export function createLeadershipFold(): LeadershipFold {
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
    terms: new Map(),
    following: createFollowingFold(),
    now_us: 0
  }
}

export const leadershipFold = declareFold<LeadershipFold>({
  create: createLeadershipFold,
  observe: foldLeadership,
  ticks: {
    title: 'election',
    titles: 'elections',
    times_us: ({ elections }) => elections.toArray().flatMap(({ is_first, start_us }) => (is_first ? [start_us] : []))
  },
  spans: {
    title: 'no leader',
    titles: 'times without a leader',
    apply: hasLeaders,
    spans: ({ gaps }) => gaps.toArray()
  },
  effects: leadershipEffects,
  tables: (fold) => [electionsTable(fold), leaderlessTable(fold)]
})

/** Whether the run had any leader or leaderless gap, i.e. the protocol has leaders. */
export function hasLeaders({ gaps, leaders_total }: LeadershipFold): boolean {
  return gaps.length + leaders_total > 0
}

/**
 * Call after `foldCluster` for the same event. A follower counts only while it runs and the links to and from its leader are open,
 * so a gap begins when the leader is lost, not when the others notice.
 */
export function foldLeadership(fold: LeadershipFold, event: LabEvent, cluster: ClusterFold): void {
  foldFollowing(fold.following, event, cluster)
  switch (event.kind) {
    case 'role':
    case 'node-exited':
      // Late events: a gap cannot end before it began.
      fold.now_us = Math.max(fold.now_us, event.t)
      foldElection(fold, event.node, cluster.nodes.get(event.node))
      return foldLeader(fold, cluster)
    case 'node-paused':
    case 'node-resumed':
    case 'node-ready':
    case 'link-changed':
      fold.now_us = Math.max(fold.now_us, event.t)
      return foldLeader(fold, cluster)
    default:
  }
}

/**
 * Of the running leaders that were not appointed the one with the highest term. Where the protocol asks a majority, a leader counts only
 * while a quorum of the cluster, itself included, follows it and can hear it.
 */
export function leaderOf({ following }: LeadershipFold, cluster: ClusterFold): Omit<Leader, 'since_us'> | null {
  let best: Omit<Leader, 'since_us'> | null = null
  for (const { id, duty } of cluster.nodes.values()) {
    const own = followingOf(following, id)
    if (duty !== 'leads' || isAppointed(own) || !isUp(cluster, id) || (best !== null && best.term >= own.term)) continue
    const quorum = quorumOfCluster(cluster)
    if (quorum === null || followersOf(id, own.term, following, cluster) >= quorum) best = { node: id, term: own.term }
  }
  return best
}

/** How many follow the node in this term and can hear it, itself included. */
function followersOf(leader: NodeId, term: number, following: FollowingFold, cluster: ClusterFold): number {
  let followers = 1
  for (const { id } of cluster.nodes.values()) {
    const other = followingOf(following, id)
    if (id === leader || other.leader !== leader || other.term !== term) continue
    if (canReach(cluster, leader, id)) followers += 1
  }
  return followers
}

function foldLeader(fold: LeadershipFold, cluster: ClusterFold): void {
  const { now_us } = fold
  const leader = leaderOf(fold, cluster)
  const before = fold.leader
  if (leader === null) {
    const starting =
      fold.gaps.length === 0 &&
      [...cluster.nodes.values()].some(({ id, role }) => role !== null && !isAppointed(followingOf(fold.following, id)))
    if (before !== null || starting) {
      const start_us = before === null ? 0 : now_us
      fold.gaps.push({ start_us, end_us: null, before: before?.node ?? null, after: null })
    }
    fold.leader = null
    return
  }
  if (before !== null && before.node === leader.node && before.term === leader.term) return
  fold.leader = { ...leader, since_us: now_us }
  fold.leaders_total += 1
  fold.leaders_us.push(now_us)
  fold.first_leader_us ??= now_us
  const gap = fold.gaps.at(-1)
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
export function electionsWithin({ elections }: LeadershipFold, from_us: number, to_us: number): number {
  return elections.toArray().filter(({ is_first, start_us }) => is_first && start_us >= from_us && start_us <= to_us).length
}

function leaderlessWithin({ gaps }: LeadershipFold, from_us: number, to_us: number): number {
  let sum_us = 0
  for (const gap of gaps) {
    sum_us += Math.max(0, Math.min(gap.end_us ?? to_us, to_us) - Math.max(gap.start_us, from_us))
  }
  return sum_us / 1000
}

/** A candidate in a term that is new to it stands in an election; pre-votes keep the term and are none. */
function foldElection(fold: LeadershipFold, id: NodeId, node: NodeState | undefined): void {
  if (node === undefined) return
  const open = fold.open.get(id)
  const highest = fold.terms.get(id) ?? 0
  const { term } = followingOf(fold.following, id)
  const stands = node.duty === 'campaigns' && term > highest
  if (open && (stands || node.duty !== 'campaigns')) {
    open.end_us = fold.now_us
    if (node.role === null) open.outcome = 'ended'
    else if (stands) open.outcome = 'split'
    else open.outcome = node.duty === 'leads' && term === open.term ? 'won' : 'lost'
    fold.open.delete(id)
  }
  if (term > highest) fold.terms.set(id, term)
  if (!stands) return
  const is_first = !fold.contested_terms.has(term)
  const election: Election = { candidate: id, term, is_first, start_us: fold.now_us, end_us: null, outcome: 'open' }
  fold.elections.push(election)
  fold.contested_terms.add(term)
  fold.elections_total = fold.contested_terms.size
  fold.open.set(id, election)
}

function electionsTable(fold: LeadershipFold): Table {
  return {
    name: 'elections',
    title: 'Elections',
    columns: ['start_s', 'end_s', 'candidate', 'term', 'outcome'],
    *rows() {
      for (const { start_us, end_us, candidate, term, outcome } of fold.elections) {
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
      for (const { start_us, end_us, before, after } of fold.gaps) {
        yield [toSeconds(start_us), toSeconds(end_us), end_us === null ? null : toMilliseconds(end_us - start_us), before, after]
      }
    }
  }
}
