/**
 * Epochs fence: the higher one is right, and whoever learns of it gives way. Nobody votes, so two nodes may promote themselves at
 * the same moment; each takes the next number of its own class (1, 4, 7 … for the first of three), and no number has two leaders.
 * A node whose disk was lost or replaced has forgotten which numbers it took. So it leads in rounds that only its new generation uses.
 */
import type { NodeId } from '../../../src-shared/ids'

/** In which the cluster begins: it belongs to the first node. */
export const FIRST_EPOCH = 1

/** The first rounds (one epoch for each node) belong to generation 0; of those after them, every hundredth to each generation. */
const FIRST_ROUNDS = 10_000
/** A node that loses its disk more often uses the numbers of an earlier generation again. */
const GENERATIONS_MAX = 100

/** The node that leads in this epoch, if anybody does. */
export function leaderOf(nodes: readonly NodeId[], epoch: number): NodeId {
  return nodes[(epoch - FIRST_EPOCH) % nodes.length]!
}

/** Whether the epoch belongs to the node in this generation. */
export function ownsEpoch(nodes: readonly NodeId[], node: NodeId, generation: number, epoch: number): boolean {
  return leaderOf(nodes, epoch) === node && generationOf(roundOf(nodes, epoch)) === generation % GENERATIONS_MAX
}

/** The first epoch after this one that belongs to the node in this generation. */
export function nextEpochOf(nodes: readonly NodeId[], node: NodeId, generation: number, epoch: number): number {
  let round = Math.max(roundOf(nodes, epoch), generation === 0 ? 0 : FIRST_ROUNDS)
  const at = (): number => FIRST_EPOCH + round * nodes.length + nodes.indexOf(node)
  while (at() <= epoch || !ownsEpoch(nodes, node, generation, at())) round++
  return at()
}

function roundOf(nodes: readonly NodeId[], epoch: number): number {
  return Math.floor((epoch - FIRST_EPOCH) / nodes.length)
}

function generationOf(round: number): number {
  return round < FIRST_ROUNDS ? 0 : round % GENERATIONS_MAX
}
