/** The votes of each candidate, as they come in. */
import type { LabEvent } from '../../events'
import type { ClusterFold } from '../../folds/cluster'
import { dutyOf } from '../../folds/cluster'
import { declareFold } from '../../folds/declared'
import type { Holding, Ticks } from '../../panels/holdings'
import { keysOfNode, replicaKey } from '../../replica'
import type { ReplicaKey } from '../../replica'
import { VotesCounted } from './facts'

type VotesFold = Map<ReplicaKey, VotesCounted['data']>

/** While they campaign. */
export const votesFold = declareFold<VotesFold>({
  create: () => new Map(),
  reads: [VotesCounted.name, 'role', 'node-exited', 'member-left'],
  observe: foldVotes
})

function foldVotes(votes: VotesFold, event: LabEvent, cluster: ClusterFold): void {
  // Frozen, so that copies of the fold share it.
  if (VotesCounted.is(event)) votes.set(replicaKey(event), Object.freeze(event.data))
  else if (event.kind === 'role' && dutyOf(cluster, event) !== 'campaigns') votes.delete(replicaKey(event))
  else if (event.kind === 'node-exited' || event.kind === 'member-left')
    for (const key of keysOfNode(votes.keys(), event.node)) votes.delete(key)
}

export const votesHolding: Extract<Holding, { kind: 'ticks' }> = {
  kind: 'ticks',
  title: 'Votes',
  of(run, replica): Ticks | null {
    const counted = votesFold.of(run)?.get(replica)
    if (counted === undefined) return null
    const { term, voters, granted, refused } = counted
    const needed = Math.floor(voters.length / 2) + 1
    const marks = voters.map((name) => {
      const state = granted.includes(name) ? 'yes' : refused.includes(name) ? 'no' : 'open'
      return { name, state } as const
    })
    return { marks, needed, text: `${granted.length} of ${voters.length} votes for term ${term}, ${needed} needed` }
  }
}
