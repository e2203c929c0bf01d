/** Any quorum of promises must meet any of acceptors (Howard, Malkhi, Spiegelman 2016), among the members in force. */
import { quorumSizes } from '../../../src-shared/protocols/paxos/quorum-sizes'
import type { MultiPaxosState, Settings } from './state'

/**
 * With other members than at first two quorums of given sizes overlap by as many nodes as they did: as many accept as before, and as many more
 * or fewer promise as there are more or fewer members.
 */
export function sizesFor(members: number, first_members: number, settings: Settings): { prepare: number; accept: number } {
  const { prepare_quorum, accept_quorum } = settings
  const sizes = quorumSizes(members, settings)
  if (members === first_members || (prepare_quorum === 0 && accept_quorum === 0)) return sizes
  const first = quorumSizes(first_members, settings)
  const overlap = first.prepare + first.accept - first_members
  const accept = Math.min(sizes.accept, members)
  return { accept, prepare: Math.min(Math.max(members - accept + overlap, 1), members) }
}

/** Of the configuration that the node goes by. */
export function quorumsOf({
  configuration,
  first_voters,
  settings
}: Pick<MultiPaxosState, 'configuration' | 'first_voters' | 'settings'>) {
  return sizesFor(configuration.membership.voters.length, first_voters.length, settings)
}

/** Nodes that a leader must reach: those who promise, and those who accept. */
export function electionQuorumOf({ prepare, accept }: { readonly prepare: number; readonly accept: number }): number {
  return Math.max(prepare, accept)
}
