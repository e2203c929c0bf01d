/**
 * A hash tree over the keys of one range (Merkle 1987; Dynamo §4.7): two replicas compare the root, then only what lies below
 * hashes that differ. A leaf is the sum (exclusive or) of its keys' hashes, so that a write changes it at once and in no order.
 */
import { crc32c } from '../../../src-shared/wire/crc32c'

/** Children of a tree's node. */
export const BRANCHES = 8
/** The root is level 0, the leaves are this one. */
export const LEAF_LEVEL = 2
export const LEAVES = BRANCHES ** LEAF_LEVEL

/** A hash of a tree, by its place within its level. */
export type PlacedHash = readonly [place: number, hash: number]

/** The leaf of a key with this hash; another part of the hash than the range. */
export function leafOf(key_hash: number): number {
  return (key_hash >>> 16) % LEAVES
}

/** All hashes of a level. */
export function levelOf(leaves: readonly number[], level: number): readonly number[] {
  let hashes = leaves
  for (let at = LEAF_LEVEL; at > level; at--) hashes = parentsOf(hashes)
  return hashes
}

/** The hashes of what lies directly below these places of a level. */
export function childrenOf(leaves: readonly number[], level: number, places: readonly number[]): PlacedHash[] {
  const below = levelOf(leaves, level + 1)
  return places.flatMap(childPlaces).map((place) => [place, below[place]!] as const)
}

/** The places of each level, from the root's on, that were compared until these leaves were, and those that differed. */
export function pathTo(compared: readonly number[], differing: readonly number[]): TreePath {
  let [below, lit] = [compared, differing]
  const levels = [{ compared: below, differing: lit }]
  for (let level = LEAF_LEVEL - 1; level >= 0; level--) {
    // Only children of what differs are compared, and those of one node together.
    lit = parentPlaces(below)
    below = level === 0 ? lit : parentPlaces(lit).flatMap(childPlaces)
    levels.unshift({ compared: below, differing: lit })
  }
  return levels
}

export type TreePath = readonly { readonly compared: readonly number[]; readonly differing: readonly number[] }[]

function parentPlaces(places: readonly number[]): number[] {
  return [...new Set(places.map((place) => Math.floor(place / BRANCHES)))]
}

function childPlaces(place: number): number[] {
  return Array.from({ length: BRANCHES }, (_, i) => place * BRANCHES + i)
}

function parentsOf(hashes: readonly number[]): number[] {
  return Array.from({ length: hashes.length / BRANCHES }, (_, parent) => {
    const children = Uint32Array.from(hashes.slice(parent * BRANCHES, (parent + 1) * BRANCHES))
    return crc32c(new Uint8Array(children.buffer))
  })
}
