/** Views are numbered from 1 on, and the nodes are primary in turn (Liskov and Cowling 2012, §4). */
import type { NodeId } from '../../ids'

/** The view in which every cluster begins. */
export const FIRST_VIEW = 1

/** Who is primary in the view. */
export function primaryOf(view: number, nodes: readonly NodeId[]): NodeId {
  return nodes[(view - FIRST_VIEW) % nodes.length]!
}
