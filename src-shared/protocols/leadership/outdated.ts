/** Leaders that are out of date: another leads a later term, or they are cut off from every quorum, and they have not heard of it. */
import type { ProtocolDescription } from '../../description/protocol-description'
import { canReach, hasQuorum, isUp } from '../../folds/cluster-reach'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import { followingFold, followingOf, isAppointed } from './following'
import { leadershipFold, leadershipOf } from './leadership'

export interface OutdatedLeader {
  readonly node: NodeId
  readonly term: number
}

/** In the run's order. Nodes that host groups have none: their leaders are those of groups. */
export function outdatedLeaders(run: RunFold): OutdatedLeader[] {
  const { cluster } = run
  const leadership = leadershipFold.of(run)
  if (leadership === null) return []
  const { leader } = leadershipOf(leadership)
  const following = followingFold.of(run)
  return [...cluster.nodes.values()].flatMap(({ id, duty }) => {
    const own = followingOf(following, id)
    if (duty !== 'leads' || id === leader?.node || isAppointed(own) || !isUp(cluster, id)) return []
    const is_replaced = leader !== null && leader.term > own.term
    return is_replaced || isCutOff(run, id) ? [{ node: id, term: own.term }] : []
  })
}

function isCutOff({ cluster }: RunFold, node: NodeId): boolean {
  const reached = [...cluster.nodes.keys()].filter((other) => other === node || canReach(cluster, node, other))
  return hasQuorum(cluster, reached) === false
}

/** What the canvas says of each: `leader of term 3, out of date`. */
export function outdatedTexts({ term: word = 'term' }: Pick<ProtocolDescription, 'term'>) {
  return (run: RunFold): ReadonlyMap<NodeId, string> =>
    new Map(outdatedLeaders(run).map(({ node, term }) => [node, `leader of ${word} ${term}, out of date`]))
}
