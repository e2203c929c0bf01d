import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { Holding } from '../../panels/holdings'
import type { NodeFigure, NodePanel } from '../../panels/panel'
import type { ReplicaKey } from '../../replica'
import { replicaKey, replicaOf } from '../../replica'
import { leadershipFold, leadershipOf } from '../leadership/leadership'
import type { LogEntryMark } from './facts'
import { logTailFold, tailOf, termIn } from './log-tail'
import type { LogTail } from './log-tail'
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
export function logPanel(term: string): Extract<Holding, { kind: 'log' }> {
  return {
    kind: 'log',
    title: 'End of the log',
    cells(run, replica, most) {
      const position = positionOf(positionsFold.of(run), replica)
      const leader = leaderAgainst(run, replica)
      return tailOf(logTailFold.of(run), replica)
        .entries.slice(-most)
        .map((entry) => {
          const committed = entry.index <= position.commit
          const applied = entry.index <= position.applied
          const doomed = !committed && leader !== null && isDoomed(entry, leader.term, leader.tail)
          const what = entry.operation ? `, ${entry.operation}` : ''
          const open = doomed ? `not in the log of ${leader.key}, so it goes` : 'not committed yet'
          const state = committed ? `committed${applied ? '' : ', not applied yet'}` : open
          return {
            index: entry.index,
            term: entry.term,
            committed,
            applied,
            doomed,
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

/** The log that others' have to become like: that of the leader whom a quorum follows; null: there is none, or it is this replica. */
function leaderAgainst(run: RunFold, replica: ReplicaKey): { key: ReplicaKey; term: number; tail: LogTail } | null {
  const { group } = replicaOf(replica)
  const leadership = leadershipFold.of(run)
  const leader = leadership === null ? null : leadershipOf(leadership, group).leader
  if (leader === null) return null
  const key = replicaKey({ node: leader.node, group })
  return key === replica ? null : { key, term: leader.term, tail: tailOf(logTailFold.of(run), key) }
}

/** Whether a leader of this term and log will have the entry overwritten or removed: it has another there, or none and never will. */
function isDoomed({ index, term }: LogEntryMark, leader_term: number, leader: LogTail): boolean {
  const last = leader.entries.at(-1)
  if (last === undefined) return false
  if (index > last.index) return term < leader_term
  const in_place = termIn(leader, index)
  return in_place !== null && in_place !== term
}

export function commitFigure(run: RunFold, id: NodeId): NodeFigure {
  return { name: 'commit', title: 'commit index', value: positionOf(positionsFold.of(run), id).commit }
}
