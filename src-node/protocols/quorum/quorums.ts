/** Whose answers an operation waits for: so many of each set of replicas that counts for its key. */
import type { NodeId } from '../../../src-shared/ids'
import { neededBy } from './policies'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import type { Quorum, QuorumState, ReplicaSet } from './state'

/** `configured`: R or W of the cluster. */
export function quorumsOf(state: QuorumState, key: string, policy: string | undefined, configured: number): Quorum[] {
  const sets = state.sets[rangeOf(key, state.settings)]!
  const current = state.switches['forget-pending-owners'] ? sets.slice(-1) : sets
  return current.map((replicas) => {
    const near = policy === 'local-quorum' ? replicas.filter((node) => isInSameRegion(state, node)) : replicas
    const counted = state.switches['far-replicas-counted'] ? replicas : near
    const quorum = { replicas, counted, needed: neededBy(policy, configured, near.length) }
    return state.switches['majority-of-those-up'] ? ofThoseUp(state, quorum) : quorum
  })
}

/** A deliberate bug: more than half of the replicas that are up will do, so that a side that is cut off has a quorum of its own. */
function ofThoseUp({ down }: QuorumState, quorum: Quorum): Quorum {
  const counted = quorum.counted.filter((node) => !down.has(node))
  return { ...quorum, counted, needed: Math.min(quorum.needed, Math.floor(counted.length / 2) + 1) }
}

/** Whether each quorum has enough nodes for which this holds. */
export function areMet(quorums: readonly Quorum[], holds: (node: NodeId) => boolean): boolean {
  for (const quorum of quorums) if (countOf(quorum, holds) < quorum.needed) return false
  return true
}

/** Of the first quorum that lacks nodes for which this holds, or else of the last: how many there are, and how many are needed. */
export function shortfallOf(quorums: readonly Quorum[], holds: (node: NodeId) => boolean): { count: number; needed: number } {
  const quorum = quorums.find((one) => countOf(one, holds) < one.needed) ?? quorums.at(-1)!
  return { count: countOf(quorum, holds), needed: quorum.needed }
}

/** Nodes form regions of (nearly) equal size, in the order in which they came. */
function isInSameRegion({ id, ever, settings: { regions } }: QuorumState, node: NodeId): boolean {
  const regionOf = (one: NodeId) => Math.floor((ever.indexOf(one) * regions) / ever.length)
  return regionOf(id) === regionOf(node)
}

function countOf({ counted }: Quorum, holds: (node: NodeId) => boolean): number {
  let count = 0
  for (const node of counted) if (holds(node)) count++
  return count
}

/** How many of the newest replicas are needed: what is told of an operation. */
export function neededOf(quorums: readonly Quorum[]): number {
  return quorums.at(-1)!.needed
}

/** All nodes of these quorums, the newest one's first. */
export function nodesOf(quorums: readonly Quorum[]): ReplicaSet {
  if (quorums.length === 1) return quorums[0]!.replicas
  return [...new Set([...quorums].reverse().flatMap(({ replicas }) => replicas))]
}
