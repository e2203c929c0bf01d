/**
 * Ballots as plain numbers: nodes number theirs from sets that have nothing in common (Lamport 2001, §2.2). Each node that takes part, or did,
 * has its place: the first takes 1, 1001, 2001 and so on, the second 2, 1002, 2002, however many others come or go.
 */
import type { NodeId } from '../../ids'

/** Nodes at most, those that left among them: what is between two ballots of a node. */
export const PLACES_MAX = 1_000

/** The node's next ballot above one that it has heard of; 0: it has heard of none. `ever`: who takes part or did, in the order in which they came. */
export function ballotAbove(ballot: number, ever: readonly NodeId[], node: NodeId): number {
  const place = ever.indexOf(node)
  const round = Math.max(0, Math.ceil((ballot - place) / PLACES_MAX))
  return round * PLACES_MAX + place + 1
}

/** Whose it is; undefined: nobody's who is known. */
export function ownerOf(ballot: number, ever: readonly NodeId[]): NodeId | undefined {
  return ever[(ballot - 1) % PLACES_MAX]
}
