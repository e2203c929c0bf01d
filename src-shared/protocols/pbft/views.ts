/** Who leads in which view. */
import type { NodeId } from '../../ids'

/** The primary goes round (§4.2). */
export function primaryOf(view: number, nodes: readonly NodeId[]): NodeId {
  return nodes[view % nodes.length]!
}
