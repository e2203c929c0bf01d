/**
 * Versions of a key's value, and which of them survive when replicas compare notes. Under timestamps the newest does (last write
 * wins). Under vectors every version does that no other one's writer had seen: each names itself by a *dot*, the coordinator and
 * which of its writes of the key it is, and carries the vector of what its writer had seen, so that two blind writes through one
 * coordinator stay apart (dotted version vectors: Preguiça et al. 2010). Merging is commutative, associative and idempotent.
 */
import { NODES_MAX } from '../../../src-shared/engine'

/** One count for each coordinator: the nodes in the run's order, then those whose disk was lost once, and so on (`actorOf`). */
export type Vector = readonly number[]

/** A type and not an interface, since it goes to disk and over the wire as it is. */
export type Version = {
  /** null: deleted (a tombstone). */
  readonly value: string | null
  /** The coordinator's clock at the write. */
  readonly at_us: number
  /** The coordinator's place among the nodes; one that lost its disk is another one (`actorOf`). */
  readonly slot: number
  /** Vectors: which of the coordinator's writes of this key, from 1. Timestamps: 0. */
  readonly count: number
  /** Vectors: what its writer had seen. Timestamps: empty. */
  readonly seen: Vector
  /** The client operation that wrote it, as `client:op`. */
  readonly operation: string
}

/** A version without its value. */
export type Dotted = Pick<Version, 'at_us' | 'slot' | 'count' | 'seen'>

/** All versions of a key that one replica holds: none supersedes another, in one order on all nodes. */
export type Row = readonly Version[]

/** The version's own vector clock: what its writer had seen, and itself. */
export function clockOf({ seen, slot, count }: Dotted): Vector {
  const length = Math.max(seen.length, seen.length > 0 ? slot + 1 : 0)
  return Array.from({ length }, (_, at) => Math.max(countOf(seen, at), at === slot ? count : 0))
}

/** Componentwise maximum; what is beyond a vector's end is 0. */
export function joinVectors(a: Vector, b: Vector): Vector {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => Math.max(countOf(a, at), countOf(b, at)))
}

export function countOf(vector: Vector, slot: number): number {
  return vector[slot] ?? 0
}

/** Disks that a node of the beginning may have had before its names as a coordinator grow long. */
const SHORT_GENERATIONS = 8

/** A node's name as a coordinator: a new one with each disk, since it no longer knows which counts it has given out. `founders`: as many nodes as the run began with. */
export function actorOf(slot: number, generation: number, founders: number): number {
  if (slot < founders && generation < SHORT_GENERATIONS) return slot + generation * founders
  return SHORT_GENERATIONS * founders + slot + generation * NODES_MAX.simulation
}

/** Whether `a` makes `b` obsolete: it is newer, or its writer had seen `b`. */
export function supersedes(a: Dotted, b: Dotted): boolean {
  if (a.seen.length === 0) return compareStamps(a, b) > 0
  return countOf(a.seen, b.slot) >= b.count
}

/** Above 0: `a` is newer. Ties are broken by node. */
export function compareStamps(a: Dotted, b: Dotted): number {
  return a.at_us - b.at_us || a.slot - b.slot || a.count - b.count
}

/** Whether both are the same write. */
export function isSame(a: Dotted, b: Dotted): boolean {
  return a.at_us === b.at_us && a.slot === b.slot && a.count === b.count
}

/** What survives when two replicas' versions of a key meet. */
export function mergeRows(a: Row, b: Row): Row {
  const all = [...a, ...b.filter((version) => !a.some((other) => isSame(version, other)))]
  const kept = all.filter((version) => !all.some((other) => supersedes(other, version)))
  return kept.sort(compareStamps)
}

export function sameRow(a: Row, b: Row): boolean {
  return a.length === b.length && a.every((version, at) => isSame(version, b[at]!))
}

/** Whether a replica with `row` knows everything that is in `other`. */
export function holds(row: Row, other: Row): boolean {
  return sameRow(mergeRows(row, other), row)
}

/** Values that a reader sees: those that are not deleted. */
export function liveValues(row: Row): string[] {
  return row.flatMap(({ value }) => (value === null ? [] : [value]))
}

/** `[1,0,2]`, or the time in µs and the coordinator's place. */
export function describeVersion(version: Dotted): string {
  return version.seen.length > 0 ? `[${clockOf(version).join(',')}]` : `${version.at_us}@${version.slot + 1}`
}

/** `x=7 at [1,0,0]`, siblings after one another; `x missing` without any. */
export function describeRow(key: string, row: Row): string {
  if (row.length === 0) return `${key} missing`
  return row
    .map((version) => `${key}${version.value === null ? ' deleted' : `=${version.value}`} at ${describeVersion(version)}`)
    .join(' | ')
}
