import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { NodeFigure, NodePanel } from '../../panels/panel'
import { logTailFold, tailOf } from './log-tail'
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

/** The end of a replica's log; `term`: the protocol's word for what its leaders are numbered by. */
export function logPanel(term: string): Extract<NodePanel, { kind: 'log' }> {
  return {
    kind: 'log',
    title: 'End of the log',
    cells(run, replica) {
      const { commit } = positionOf(positionsFold.of(run), replica)
      return tailOf(logTailFold.of(run), replica).entries.map((entry) => {
        const committed = entry.index <= commit
        const what = entry.operation ? `, ${entry.operation}` : ''
        const state = committed ? 'committed' : 'not committed yet'
        return {
          index: entry.index,
          term: entry.term,
          committed,
          text: `entry ${entry.index}, ${term} ${entry.term}${what}: ${state}`
        }
      })
    },
    before(run, replica) {
      const { snapshot, entries } = tailOf(logTailFold.of(run), replica)
      if (entries[0] !== undefined && entries[0].index > snapshot + 1) return '…'
      return snapshot > 0 ? `snapshot up to ${snapshot.toLocaleString('en')}` : null
    }
  }
}

export function commitFigure(run: RunFold, id: NodeId): NodeFigure {
  return { name: 'commit', title: 'commit index', value: positionOf(positionsFold.of(run), id).commit }
}
