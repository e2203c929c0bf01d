/** Keys placed on nodes in turn: as many ranges as the run began with nodes, a range's list begins at the node with its number. */
import type { NodeId } from '../../ids'
import { crc32c } from '../../wire/crc32c'

const encoder = new TextEncoder()

export function hashText(text: string): number {
  return crc32c(encoder.encode(text))
}

/** The nodes in the order in which they are to keep a range. */
export function nodesInTurn(nodes: readonly NodeId[], range: number): NodeId[] {
  return nodes.map((_, i) => nodes[(range + i) % nodes.length]!)
}
