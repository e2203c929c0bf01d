/**
 * Epochs fence: the higher one is right, and whoever learns of it gives way. Nobody votes, so two nodes may promote themselves at
 * the same moment; each takes the next number of its own class (1, 4, 7 … for the first of three), and no number has two leaders.
 */
import type { NodeId } from '../../../src-shared/ids'

/** In which the cluster begins: it belongs to the first node. */
export const FIRST_EPOCH = 1

/** The node that leads in this epoch, if anybody does. */
export function leaderOf(nodes: readonly NodeId[], epoch: number): NodeId {
  return nodes[(epoch - FIRST_EPOCH) % nodes.length]!
}

/** The first epoch after this one that belongs to the node. */
export function nextEpochOf(nodes: readonly NodeId[], node: NodeId, epoch: number): number {
  let next = epoch + 1
  while (leaderOf(nodes, next) !== node) next++
  return next
}
