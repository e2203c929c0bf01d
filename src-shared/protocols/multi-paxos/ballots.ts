/**
 * Ballots as plain numbers: nodes number theirs from sets that have nothing in common (Lamport 2001, §2.2). With three nodes the first
 * takes 1, 4, 7 and so on.
 */
import type { NodeId } from '../../ids'

/** The node's next ballot above one that it has heard of; 0: it has heard of none. */
export function ballotAbove(ballot: number, nodes: readonly NodeId[], node: NodeId): number {
  const place = nodes.indexOf(node)
  const round = Math.max(0, Math.ceil((ballot - place) / nodes.length))
  return round * nodes.length + place + 1
}

/** Whose it is. */
export function ownerOf(ballot: number, nodes: readonly NodeId[]): NodeId {
  return nodes[(ballot - 1) % nodes.length]!
}
