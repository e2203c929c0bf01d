/** Whom a leader tells what is chosen: members, and those that take part in the cluster without being members yet, or any more. */
import type { NodeId } from '../../../src-shared/ids'
import type { MultiPaxosState, Peer } from './state'

export function audienceOf({ configuration, nodes, id }: MultiPaxosState): NodeId[] {
  return [...new Set([...configuration.membership.voters, ...nodes])].filter((node) => node !== id)
}

export function newPeer({ commit }: MultiPaxosState): Peer {
  return { commit: 0, target: commit, round: 0, active: true, answered_us: null }
}
