/**
 * Who makes updates: a node in one generation of its disk. Numbers of updates, entries of version vectors and dots of CRDTs are counted
 * by origin, since a node whose disk was lost or replaced by an older copy no longer knows how far it had counted. Origins stand in
 * vectors in the run's order of nodes, first all of generation 0, then all of each later one.
 */
import type { NodeId } from '../../../src-shared/ids'

/** By origin: how many of its updates somebody has, without gaps (a version vector). What it is too short for is 0. */
export type Vector = readonly number[]

/** Generations of a node that others take note of. */
export const GENERATIONS_MAX = 1024

export function originOf(slot: number, generation: number, nodes: number): number {
  return slot + generation * nodes
}

/** The node's place in the run. */
export function slotOf(origin: number, nodes: number): number {
  return origin % nodes
}

export function generationOf(origin: number, nodes: number): number {
  return Math.floor(origin / nodes)
}

/** Its name in events and in CRDTs: the node's, with the generation where that is not the first. */
export function nameOfOrigin(origin: number, nodes: readonly NodeId[]): string {
  const node = nodes[slotOf(origin, nodes.length)]!
  const generation = generationOf(origin, nodes.length)
  return generation === 0 ? node : `${node}#${generation}`
}

export function countOf(seen: Vector, origin: number): number {
  return seen[origin] ?? 0
}

/** Vectors with the same counts are equal: none ends in a 0 beyond generation 0. */
export function setCount(seen: number[], origin: number, count: number): void {
  while (seen.length <= origin) seen.push(0)
  seen[origin] = count
}

/** Whether somebody who has so many has all of the other's too. */
export function covers(seen: Vector, other: Vector): boolean {
  return other.every((count, origin) => count <= countOf(seen, origin))
}

/** What two have together. */
export function joinVectors(a: Vector, b: Vector): number[] {
  const [longer, shorter] = a.length < b.length ? [b, a] : [a, b]
  return longer.map((count, origin) => Math.max(count, countOf(shorter, origin)))
}
