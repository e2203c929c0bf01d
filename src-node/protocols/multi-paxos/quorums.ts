/** Any quorum of promises must meet any of acceptors (Howard, Malkhi, Spiegelman 2016). */
import { quorumSizes } from '../../../src-shared/protocols/paxos/quorum-sizes'
import type { MultiPaxosState } from './state'

export function quorumsOf({ nodes, settings }: Pick<MultiPaxosState, 'nodes' | 'settings'>) {
  return quorumSizes(nodes.length, settings)
}
