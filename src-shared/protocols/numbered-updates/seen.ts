/** How many updates of each origin a node has, as it last told: its version vector. */
import { declareFold } from '../../folds/declared'
import type { NodeId } from '../../ids'
import { Updates } from './facts'

/** Slots as in {@link Updates}. */
export const seenFold = declareFold<Map<NodeId, readonly number[]>>({
  create: () => new Map(),
  reads: [Updates.name],
  observe(nodes, event) {
    // Frozen, so that copies of the fold share it.
    if (Updates.is(event)) nodes.set(event.node, Object.freeze(event.data.seen))
  },
  forget: (nodes) => nodes.clear()
})
