/** Who decides: the members of the configuration that the node goes by. */
import type { NodeId } from '../../../src-shared/ids'
import type { MultiPaxosState } from './state'

/** Whom a leader asks to promise and to accept, and whose answers count. */
export function decidersOf({ configuration, nodes, switches }: MultiPaxosState): readonly NodeId[] {
  const { voters } = configuration.membership
  return switches['learners-count'] ? [...new Set([...voters, ...nodes])] : voters
}

/** Whether this node promises and accepts, and may lead. */
export function decides(state: MultiPaxosState): boolean {
  return state.takes_part && decidersOf(state).includes(state.id)
}
