/** Tokens of virtual nodes as the ends of ranges (Dynamo §6.2, strategy 1). */
import type { NodeId } from '../../ids'
import { HASHED_POINTS } from '../../placement/ring-points'

/** All tokens of these nodes, ascending: the same that a ring of them has. */
export function tokensOf(nodes: readonly NodeId[], virtual_nodes: number): number[] {
  const tokens = new Set(nodes.flatMap((node) => Array.from(HASHED_POINTS.pointsOf(node, virtual_nodes))))
  return [...tokens].sort((a, b) => a - b)
}

/** The range that ends at the first token at or behind the hash, around the end of the circle. */
export function rangeByToken(hash: number, tokens: readonly number[]): number {
  let low = 0
  let high = tokens.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (tokens[middle]! < hash) low = middle + 1
    else high = middle
  }
  return low === tokens.length ? 0 : low
}
