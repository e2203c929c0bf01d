/** What each node's hash trees last showed to differ from another node's. */
import { declareFold } from '../../folds/declared'
import type { NodeId } from '../../ids'

interface Compared {
  readonly t_us: number
  readonly text: string
}

export const comparedTreesFold = declareFold<Map<NodeId, Compared>>({
  create: () => new Map(),
  reads: ['note'],
  observe(nodes, event) {
    // Frozen, so that copies of the fold share it.
    if (event.kind === 'note' && event.topic === 'anti-entropy')
      nodes.set(event.node, Object.freeze({ t_us: event.t, text: event.detail }))
  }
})
