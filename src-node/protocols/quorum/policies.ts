/** How many replicas must answer, and what a client's token says. */
import { clockOf, countOf, joinVectors } from './version'
import type { Row, Vector, Version } from './version'

/** `cluster`: as the cluster is set up. */
export function neededBy(policy: string | undefined, configured: number, replicas: number): number {
  switch (policy) {
    case 'one':
      return 1
    case 'quorum':
    case 'local-quorum':
      return Math.floor(replicas / 2) + 1
    case 'all':
      return replicas
    default:
      return Math.min(configured, replicas)
  }
}

/** What somebody knows who has seen this row, for example `[1,0,2]`. */
export function tokenOf(row: Row, nodes: number): string {
  return JSON.stringify(knowledgeOf(row, nodes))
}

/**
 * What the writer of this version knows now: its own write as well, unless the coordinator had others in between that it has not
 * seen; then it must read before it may overwrite its own.
 */
export function tokenOfWrite(version: Version): string {
  const { seen, slot, count } = version
  return JSON.stringify(count === countOf(seen, slot) + 1 ? clockOf(version) : seen)
}

export function knowledgeOf(row: Row, nodes: number): Vector {
  return row.map(clockOf).reduce(joinVectors, nothing(nodes))
}

/** Clients give back what they were given; anything else counts as having seen nothing. */
export function readToken(token: string | undefined, nodes: number): Vector {
  if (token === undefined) return nothing(nodes)
  let counts: unknown
  try {
    counts = JSON.parse(token)
  } catch {
    return nothing(nodes)
  }
  const fits =
    Array.isArray(counts) && counts.length >= nodes && counts.every((count) => Number.isSafeInteger(count) && count >= 0)
  return fits ? (counts as number[]) : nothing(nodes)
}

function nothing(nodes: number): Vector {
  return new Array<number>(nodes).fill(0)
}
