/** Majorities over an explicit set of voters. Joint consensus will need both of two majorities: only this file counts. */
import type { NodeId } from '../../../src-shared/ids'

/** Who votes. Part of the replicated state, so that it can change by a log entry one day. */
export type Membership = { readonly voters: readonly NodeId[] }

export function quorumSize(membership: Membership): number {
  return Math.floor(membership.voters.length / 2) + 1
}

/** Whether the voters for which `agrees` holds form a quorum. */
export function isQuorum(membership: Membership, agrees: (voter: NodeId) => boolean): boolean {
  let count = 0
  for (const voter of membership.voters) if (agrees(voter)) count++
  return count >= quorumSize(membership)
}

/** The largest number that a quorum of voters has reached. */
export function quorumReached(membership: Membership, reached: (voter: NodeId) => number): number {
  // Sorted as they come, highest first: leaders ask with every step, and voters are few.
  const values: number[] = []
  for (const voter of membership.voters) {
    const value = reached(voter)
    let at = values.push(value) - 1
    for (; at > 0 && values[at - 1]! < value; at--) values[at] = values[at - 1]!
    values[at] = value
  }
  return values[quorumSize(membership) - 1] ?? 0
}
