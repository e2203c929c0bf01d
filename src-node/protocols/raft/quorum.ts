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

/** Used anew with each call: leaders ask with every step. */
const sorted: number[] = []

/** The largest number that a quorum of voters has reached. */
export function quorumReached(membership: Membership, reached: (voter: NodeId) => number): number {
  // Sorted as they come, highest first: voters are few.
  let count = 0
  for (const voter of membership.voters) {
    const value = reached(voter)
    let at = count++
    for (; at > 0 && sorted[at - 1]! < value; at--) sorted[at] = sorted[at - 1]!
    sorted[at] = value
  }
  return count === 0 ? 0 : sorted[quorumSize(membership) - 1]!
}
