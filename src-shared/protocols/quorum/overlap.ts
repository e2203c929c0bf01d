/** The arithmetic of quorums: what R and W of N replicas promise, and what they cost. */

/** What a choice of N, R and W comes to. */
export interface QuorumOverlap {
  /** Replicas that any R and any W of the N have in common, at least. */
  readonly overlap: number
  /** Every read meets the latest acknowledged write: W + R > N. */
  readonly strict: boolean
  /** Two writes always meet: 2 W > N. */
  readonly writes_overlap: boolean
  /** Replicas that may be down with reads, or writes, still going on. */
  readonly read_failures: number
  readonly write_failures: number
}

/** Throws a RangeError unless 1 ≤ R, W ≤ N, all whole numbers. */
export function quorumOverlap(n: number, r: number, w: number): QuorumOverlap {
  for (const [name, value] of Object.entries({ R: r, W: w })) {
    if (!Number.isInteger(n) || !Number.isInteger(value) || value < 1 || value > n)
      throw new RangeError(`${name} must be a whole number from 1 to N, but N is ${n} and ${name} is ${value}`)
  }
  const overlap = Math.max(0, r + w - n)
  return { overlap, strict: overlap > 0, writes_overlap: 2 * w > n, read_failures: n - r, write_failures: n - w }
}
