/** Points of groups on the ring, and what another number of them would make of the load. */
import { createConsistentHashing } from '../../../placement/consistent-hashing'
import { HASHES } from '../../../placement/hash'
import { hashesKept, imbalance } from '../../../placement/measures'
import type { Arc } from '../../../placement/placement'
import { HASHED_POINTS } from '../../../placement/ring-points'
import { ringStandardError } from '../../../placement/theory'
import type { PublishedMap } from '../maps'
import { mergeRuns } from './slices'
import type { GroupRun } from './slices'

/** Parts of a circle that a screen can tell apart: drawing more costs time and shows nothing. */
const PARTS_MAX = 1440

export interface VirtualNode {
  readonly hash: number
  readonly group: string
  /** Its number among those of its group, from 0. */
  readonly number: number
}

/** Those that own shards under the strategy: groups that leave have no points. */
export function stayingGroups({ groups }: Pick<PublishedMap, 'groups'>): string[] {
  return groups.filter(({ leaving }) => !leaving).map(({ name }) => name)
}

/** The first virtual node at a hash or clockwise from it. */
export function virtualNodeAt(groups: readonly string[], virtual_nodes: number, hash: number): VirtualNode {
  let nearest: VirtualNode | null = null
  let way = Infinity
  for (const group of [...groups].sort()) {
    Array.from(HASHED_POINTS.pointsOf(group, virtual_nodes)).forEach((point, number) => {
      const clockwise = (point - hash + HASHES) % HASHES
      if (clockwise >= way) return
      way = clockwise
      nearest = { hash: point, group, number }
    })
  }
  if (nearest === null) throw new RangeError('A ring needs at least one group.')
  return nearest
}

/** By group, where its points lie from 0 to 1; points too near to each other to be told apart are one. */
export function pointsByGroup(groups: readonly string[], virtual_nodes: number): Map<string, number[]> {
  return new Map(
    groups.map((group) => {
      const parts = Array.from(HASHED_POINTS.pointsOf(group, virtual_nodes), (hash) => Math.round((hash / HASHES) * PARTS_MAX))
      return [group, [...new Set(parts)].map((part) => part / PARTS_MAX)]
    })
  )
}

export interface RingPreview {
  readonly runs: readonly GroupRun[]
  /** Of all hashes. */
  readonly shares: readonly { readonly group: string; readonly share: number; readonly times_mean: number }[]
  /** Standard deviation of the shares over their mean, and what theory expects of it. */
  readonly standard_error: number
  readonly theory: number
}

/** What the ring would look like with so many virtual nodes a group. At least one group. */
export function previewRing(groups: readonly string[], virtual_nodes: number): RingPreview {
  const ring = ringOf(groups, virtual_nodes)
  const kept = [...hashesKept(ring)]
  return {
    runs: drawnRuns(ring.arcs()),
    shares: kept.map(([group, hashes]) => ({ group, share: hashes / HASHES, times_mean: (hashes / HASHES) * groups.length })),
    standard_error: imbalance(kept.map(([, hashes]) => hashes)).standard_error,
    theory: ringStandardError(groups.length, virtual_nodes)
  }
}

/** Neighbours of one owner as one. Where there are more than can be drawn: what is in the middle of each part. */
function drawnRuns(arcs: readonly Arc[]): GroupRun[] {
  const merged = mergeRuns(arcs.map(({ from, to, owner }) => ({ group: owner, from: from / HASHES, to: to / HASHES })))
  if (merged.length <= PARTS_MAX) return merged
  let at = 0
  const parts = Array.from({ length: PARTS_MAX }, (_, part) => {
    const middle = (part + 0.5) / PARTS_MAX
    while (merged[at]!.to <= middle) at++
    return { group: merged[at]!.group, from: part / PARTS_MAX, to: (part + 1) / PARTS_MAX }
  })
  return mergeRuns(parts)
}

function ringOf(groups: readonly string[], virtual_nodes: number) {
  return createConsistentHashing(
    groups.map((id) => ({ id })),
    { virtual_nodes }
  )
}
