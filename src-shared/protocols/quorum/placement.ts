/**
 * Which nodes keep which key. Keys fall into ranges, the unit of hash trees, rebuilding and moves; a range has a preference list: its
 * N replicas, then the nodes that may stand in for them (Dynamo §4.3). Ranges stay what they are whoever comes and goes, and with them
 * their hash trees.
 *
 * `ring`, by one of Dynamo's three strategies (§6.2). A preference list goes clockwise and has each node once, however many of its
 * virtual nodes lie there.
 * 1. `random-tokens`: a range ends at each token of the nodes that the run began with. One that joins has the ranges that its tokens fall
 *    into. (Dynamo cut these in two, and had to build their hash trees anew.)
 * 2. `token-placed-ranges`: equal ranges, each placed by the first tokens behind its end.
 * 3. `even-ranges`: equal ranges, dealt out so that all nodes have equally many, and as few as can be change hands when a node comes or
 *    goes; behind the owner of a range come those of the next ones. So who keeps what depends on who was there before.
 * `modulo`: as many ranges as the run began with nodes; a range's list begins at the node with its number, so that nearly all ranges
 * move when a node comes or goes.
 */
import type { NodeId } from '../../ids'
import { createConsistentHashing } from '../../placement/consistent-hashing'
import { createEvenPartitions, partitionEnds, partitionOf } from '../../placement/equal-partitions'
import { hash32, HASHES } from '../../placement/hash'
import { createRandom } from '../../random'
import { hashText, nodesInTurn } from './placement-in-turn'
import { rangeByToken, tokensOf } from './tokens'

/** What the parameters say of placing. */
export interface Placing {
  readonly placement: string
  readonly ring_strategy: string
  readonly ranges: number
  readonly virtual_nodes: number
  readonly replicas: number
}

/** What they come to for a cluster. */
export interface PlacementSettings extends Placing {
  /** How many ranges keys fall into: under `modulo` one for each node that the run began with. */
  readonly ranges: number
  /** The last hash of each range, ascending, where ranges are not equal (what is behind the last one is the first); else null. */
  readonly tokens: readonly number[] | null
}

/** `founders`: the nodes that the run began with. */
export function rangesFor(
  founders: readonly NodeId[],
  { placement, ring_strategy, virtual_nodes, ranges }: Placing
): Pick<PlacementSettings, 'ranges' | 'tokens'> {
  const tokens = placement === 'ring' && ring_strategy === 'random-tokens' ? tokensOf(founders, virtual_nodes) : null
  return { ranges: tokens?.length ?? (placement === 'ring' ? ranges : founders.length), tokens }
}

/** How keys fall into ranges. */
export type KeyRanges = Pick<PlacementSettings, 'placement' | 'ranges' | 'tokens'>

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
export function rangeOf(key: string, { placement, ranges, tokens }: KeyRanges): number {
  if (placement === 'modulo') return hashText(key) % ranges
  return tokens === null ? partitionOf(hash32(key), ranges) : rangeByToken(hash32(key), tokens)
}

/** `before`: the owners of the ranges until now. */
export function place(nodes: readonly NodeId[], settings: PlacementSettings, before: readonly NodeId[]): Placement {
  const { preferences, names } =
    settings.placement === 'ring' ? placeOnRing(nodes, settings, before) : placeInTurn(nodes, settings)
  return { preferences, names, replicas: preferences.map((list) => list.slice(0, settings.replicas)) }
}

function placeOnRing(
  nodes: readonly NodeId[],
  settings: PlacementSettings,
  before: readonly NodeId[]
): Omit<Placement, 'replicas'> {
  const { ranges, virtual_nodes, ring_strategy } = settings
  const members = nodes.map((id) => ({ id }))
  const ends = settings.tokens ?? [...partitionEnds(ranges)]
  const begins = ends.map((_, range) => (ends.at(range - 1)! + 1) % HASHES)
  const ring =
    ring_strategy === 'even-ranges'
      ? createEvenPartitions(members, { partitions: ranges, random: createRandom(1, 'ranges'), before })
      : createConsistentHashing(members, { virtual_nodes })
  // A token within a range takes all of it where tokens cut the ranges: their ends are tokens already.
  const at = ring_strategy === 'random-tokens' ? begins : ends
  return { preferences: at.map((hash) => ring.ownersAt(hash, nodes.length)), names: begins.map(hexOf) }
}

function placeInTurn(nodes: readonly NodeId[], { ranges }: PlacementSettings): Omit<Placement, 'replicas'> {
  const preferences = Array.from({ length: ranges }, (_, range) => nodesInTurn(nodes, range))
  return { preferences, names: preferences.map((_, range) => nodes[range] ?? `${range + 1}`) }
}

/** 4096 → 0x00001000 */
function hexOf(hash: number): string {
  return `0x${hash.toString(16).padStart(8, '0')}`
}
