/** Any quorum of promises must meet any of acceptors (Howard, Malkhi, Spiegelman 2016). */
import { quorumSizes } from '../../../src-shared/protocols/paxos/quorum-sizes'
import type { MultiPaxosState } from './state'

export function quorumsOf({ nodes, settings }: Pick<MultiPaxosState, 'nodes' | 'settings'>) {
  return quorumSizes(nodes.length, settings)
}

/** Nodes that a leader must reach: those who promise, and those who accept. */
export function electionQuorumOf(given: Pick<MultiPaxosState, 'nodes' | 'settings'>): number {
  const { prepare, accept } = quorumsOf(given)
  return Math.max(prepare, accept)
}
