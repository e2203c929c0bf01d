import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { NodeFigure, NodePanel } from '../../panels/panel'

/** How far a node's log is committed and applied, and how far that is behind the farthest. */
export const positionsPanel: NodePanel = {
  kind: 'lines',
  lines({ cluster }, id) {
    const { commit, applied } = cluster.nodes.get(id) ?? { commit: 0, applied: 0 }
    const behind = Math.max(0, ...[...cluster.nodes.values()].map((other) => other.commit)) - commit
    return [
      ['commit index', commit.toLocaleString('en')],
      ['applied', applied.toLocaleString('en')],
      ['behind by', behind === 1 ? '1 entry' : `${behind.toLocaleString('en')} entries`]
    ]
  }
}

export function commitFigure({ cluster }: RunFold, id: NodeId): NodeFigure {
  return { name: 'commit', title: 'commit index', value: cluster.nodes.get(id)?.commit ?? 0 }
}
