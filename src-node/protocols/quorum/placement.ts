/**
 * Which nodes keep which key. Keys fall into ranges, the unit of hash trees, rebuilding and moves; a range has a preference list: its
 * N replicas, then the nodes that may stand in for them (Dynamo §4.3).
 *
 * `ring`: the circle of hashes is cut into ranges of equal length, and a range's list goes clockwise from its end over the nodes' virtual
 * nodes, each node once (strategy 2 of Dynamo §6.2). So ranges stay what they are whoever comes and goes, and with them their hash trees.
 * `modulo`: as many ranges as the run began with nodes; a range's list begins at the node with its number, so that nearly all ranges
 * move when a node comes or goes.
 */
import type { NodeId } from '../../../src-shared/ids'
import { createConsistentHashing } from '../../../src-shared/placement/consistent-hashing'
import { partitionEnds, partitionOf } from '../../../src-shared/placement/equal-partitions'
import { hash32 } from '../../../src-shared/placement/hash'
import { crc32c } from '../../../src-shared/wire/crc32c'
import type { Settings } from './settings'

const encoder = new TextEncoder()

export function hashText(text: string): number {
  return crc32c(encoder.encode(text))
}

/** How keys fall into ranges. */
export type KeyRanges = Pick<Settings, 'placement' | 'ranges'>

/** Where each range lies. Plain data, made once for a list of nodes. */
export interface Placement {
  /** Of each range: all nodes, in the order in which they are to keep it. */
  readonly preferences: readonly (readonly NodeId[])[]
  /** Of each range: the nodes that keep it, the first of the preference list. */
  readonly replicas: readonly (readonly NodeId[])[]
  /** What each range is called where nodes tell of it: where it begins. */
  readonly names: readonly string[]
}

/** The range of a key, by its number. */
export function rangeOf(key: string, { placement, ranges }: KeyRanges): number {
  return placement === 'ring' ? partitionOf(hash32(key), ranges) : hashText(key) % ranges
}

/** The placement on these nodes; the same object for the same list. */
export function placementOn(nodes: readonly NodeId[], settings: Settings): Placement {
  const { placement, ranges, virtual_nodes, replicas } = settings
  const made = placements.get(nodes) ?? new Map<string, Placement>()
  placements.set(nodes, made)
  const name = `${placement} ${ranges} ${virtual_nodes} ${replicas}`
  const known = made.get(name) ?? place(nodes, settings)
  made.set(name, known)
  return known
}
const placements = new WeakMap<readonly NodeId[], Map<string, Placement>>()

function place(nodes: readonly NodeId[], settings: Settings): Placement {
  const { preferences, names } = settings.placement === 'ring' ? placeOnRing(nodes, settings) : placeInTurn(nodes, settings)
  return { preferences, names, replicas: preferences.map((list) => list.slice(0, settings.replicas)) }
}

function placeOnRing(nodes: readonly NodeId[], { ranges, virtual_nodes }: Settings): Omit<Placement, 'replicas'> {
  const ring = createConsistentHashing(
    nodes.map((id) => ({ id })),
    { virtual_nodes }
  )
  const ends = [...partitionEnds(ranges)]
  return {
    preferences: ends.map((end) => ring.ownersAt(end, nodes.length)),
    names: ends.map((_, range) => hexOf(range === 0 ? 0 : ends[range - 1]! + 1))
  }
}

function placeInTurn(nodes: readonly NodeId[], { ranges }: Settings): Omit<Placement, 'replicas'> {
  const from = (range: number) => nodes.map((_, i) => nodes[(range + i) % nodes.length]!)
  const preferences = Array.from({ length: ranges }, (_, range) => from(range))
  return { preferences, names: preferences.map((_, range) => nodes[range] ?? `${range + 1}`) }
}

/** 4096 → 0x00001000 */
function hexOf(hash: number): string {
  return `0x${hash.toString(16).padStart(8, '0')}`
}
