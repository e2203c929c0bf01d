/**
 * Who takes part in a replicated log and who decides: Raft's configuration (Raft §6, dissertation §4). Only this file counts majorities.
 * While a configuration is joint, both the voters that go and those that come must agree, each by a majority.
 */
import type { NodeId } from '../../../src-shared/ids'

/** Part of the replicated state: a log entry changes it. */
export type Membership = {
  /** Whose majority decides. Empty: nobody's, at a node that has yet to learn of any. */
  readonly voters: readonly NodeId[]
  /** Joint consensus: the voters before, whose majority must agree as well (C_old of C_old,new); absent: the change is over. */
  readonly outgoing?: readonly NodeId[]
  /** Followers without a vote (dissertation §4.2.1); absent: none. */
  readonly learners?: readonly NodeId[]
  /** Learners that stay what they are until an operator says otherwise; absent: none. */
  readonly standbys?: readonly NodeId[]
}

export const NOBODY: Membership = { voters: [] }

/** A configuration, and the index of the entry that holds it; 0: the first. */
export type Configuration = { readonly index: number; readonly membership: Membership }

/** The shortest form: what is empty is left out. */
export function membershipOf(
  voters: readonly NodeId[],
  { outgoing = [], learners = [], standbys = [] }: Omit<Membership, 'voters'>
): Membership {
  return {
    voters,
    ...(outgoing.length > 0 && { outgoing }),
    ...(learners.length > 0 && { learners }),
    ...(standbys.length > 0 && { standbys })
  }
}

export function isJoint({ outgoing }: Membership): boolean {
  return outgoing !== undefined
}

export function isVoter({ voters, outgoing }: Membership, node: NodeId): boolean {
  return voters.includes(node) || (outgoing !== undefined && outgoing.includes(node))
}

/** Everybody in these configurations, voters first. */
export function membersOf(configurations: readonly Configuration[]): NodeId[] {
  const members = new Set<NodeId>()
  for (const { membership } of configurations) for (const voter of votersOf(membership)) members.add(voter)
  for (const { membership } of configurations) for (const learner of membership.learners ?? []) members.add(learner)
  return [...members]
}

/** Everybody with a vote. */
export function votersOf({ voters, outgoing }: Membership): readonly NodeId[] {
  return outgoing === undefined ? voters : [...new Set([...voters, ...outgoing])]
}

export function sameMembership(one: Membership, other: Membership): boolean {
  return membershipText(one) === membershipText(other)
}

/** `A B C`, joint `A B C -> A B D`, and ` learners D` behind it. */
export function membershipText({ voters, outgoing, learners }: Membership): string {
  const joint = outgoing === undefined ? '' : `${outgoing.join(' ')} -> `
  return `${joint}${voters.join(' ')}${learners === undefined ? '' : ` learners ${learners.join(' ')}`}`
}

/** Whether the voters for which `agrees` holds form a quorum. */
export function isQuorum({ voters, outgoing }: Membership, agrees: (voter: NodeId) => boolean): boolean {
  return isMajority(voters, agrees) && (outgoing === undefined || isMajority(outgoing, agrees))
}

/** The largest number that a quorum of voters has reached. */
export function quorumReached({ voters, outgoing }: Membership, reached: (voter: NodeId) => number): number {
  const by_voters = majorityReached(voters, reached)
  return outgoing === undefined ? by_voters : Math.min(by_voters, majorityReached(outgoing, reached))
}

function majorityOf(nodes: readonly NodeId[]): number {
  return Math.floor(nodes.length / 2) + 1
}

function isMajority(nodes: readonly NodeId[], agrees: (node: NodeId) => boolean): boolean {
  let count = 0
  for (const node of nodes) if (agrees(node)) count++
  return count >= majorityOf(nodes)
}

/** Used anew with each call: leaders ask with every step. */
const sorted: number[] = []

function majorityReached(nodes: readonly NodeId[], reached: (node: NodeId) => number): number {
  // Sorted as they come, highest first: voters are few.
  let count = 0
  for (const node of nodes) {
    const value = reached(node)
    let at = count++
    for (; at > 0 && sorted[at - 1]! < value; at--) sorted[at] = sorted[at - 1]!
    sorted[at] = value
  }
  return count === 0 ? 0 : sorted[majorityOf(nodes) - 1]!
}
