/** Ballots: 0 for participants' own votes, which the coordinator counts; above it each belongs to one node. */
import type { NodeId } from '../../../../src-shared/ids'
import type { AtomicCommitState } from '../state'

type Nodes = Pick<AtomicCommitState, 'id' | 'nodes' | 'coordinator'>

/** The lowest ballot of this node above another one. */
export function nextBallot({ id, nodes }: Nodes, highest: number): number {
  return (Math.floor(highest / nodes.length) + 1) * nodes.length + nodes.indexOf(id)
}

export function leaderOf({ nodes, coordinator }: Nodes, ballot: number): NodeId {
  return ballot === 0 ? coordinator : nodes[ballot % nodes.length]!
}
