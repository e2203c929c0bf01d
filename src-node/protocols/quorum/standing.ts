/** What a node says of where the moving ranges stand. */
import type { NodeId } from '../../../src-shared/ids'
import { send } from '../kit/core'
import type { Core } from './core'
import type { Moves } from './messages'
import type { QuorumState } from './state'
import { isSettled } from './views'

export function tellStanding(core: Core, to: NodeId): void {
  send(core, to, standingOf(core.state, false), 'now')
}

/** `answer`: the receiver is to say how it sees them. */
export function tellStandingToAll(core: Core, answer: boolean): void {
  const { state } = core
  const standing = standingOf(state, answer)
  for (const node of concerned(state)) send(core, node, standing, 'now')
}

export function unsettledRanges(state: QuorumState): number[] {
  return state.sets.flatMap((_, range) => (isSettled(state, range) ? [] : [range]))
}

/** Those who take part, and those who keep what is to move. */
function concerned(state: QuorumState): NodeId[] {
  const nodes = new Set([...state.nodes, ...unsettledRanges(state).flatMap((range) => state.replicas[range]!)])
  nodes.delete(state.id)
  return [...nodes]
}

function standingOf({ id, history, complete, ready }: QuorumState, answer: boolean): Moves {
  const own = [...ready].flatMap(([range, nodes]) => (nodes.has(id) ? [range] : []))
  return { type: 'moves', epoch: history.length - 1, complete: [...complete], ready: own, answer }
}
