import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { NodeFigure, NodePanel } from '../../panels/panel'
import { farthest, positionOf, positionsFold } from './positions'

/** How far a node's log is committed and applied, and how far that is behind the farthest. */
export const positionsPanel: NodePanel = {
  kind: 'lines',
  lines(run, id) {
    const positions = positionsFold.of(run)
    const { commit, applied } = positionOf(positions, id)
    const behind = positions === null ? 0 : farthest(positions, 'commit') - commit
    return [
      ['commit index', commit.toLocaleString('en')],
      ['applied', applied.toLocaleString('en')],
      ['behind by', behind === 1 ? '1 entry' : `${behind.toLocaleString('en')} entries`]
    ]
  }
}

export function commitFigure(run: RunFold, id: NodeId): NodeFigure {
  return { name: 'commit', title: 'commit index', value: positionOf(positionsFold.of(run), id).commit }
}
