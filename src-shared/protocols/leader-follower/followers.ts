/** What a leader knows of its followers' logs, as it last sampled it. */
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { PeerPosition } from '../../panels/pictures'

/** In the run's order; none: the node does not lead, or has not sampled since. */
export function followerPositions({ cluster }: RunFold, node: NodeId): readonly PeerPosition[] {
  const state = cluster.nodes.get(node)
  const end = state?.values['last_index']
  if (state?.duty !== 'leads' || end === undefined) return []
  const followers = [...cluster.nodes.keys()].filter((id) => id !== node).map((peer) => followerIn(state.values, peer))
  const [first] = followers.filter(({ behind, counts }) => counts && behind !== undefined).sort((a, b) => a.behind! - b.behind!)
  return followers.map((follower) => {
    const { peer, behind, in_flight, counts } = follower
    // One that has acknowledged nothing since the node leads is as far as nobody knows.
    const acknowledged = behind === undefined ? 0 : end - behind
    const mark = counts ? markOf(cluster.parameters['replication'], follower === first) : 'catching up'
    return { peer, acknowledged, sent: acknowledged + in_flight, end, mark, text: textOf(follower, mark) }
  })
}

interface Follower {
  readonly peer: NodeId
  /** Entries; undefined: not heard of. */
  readonly behind: number | undefined
  readonly in_flight: number
  readonly counts: boolean
}

function followerIn(values: Readonly<Record<string, number>>, peer: NodeId): Follower {
  const behind = values[`lag_entries.${peer}`]
  return { peer, behind, in_flight: values[`in_flight.${peer}`] ?? 0, counts: values[`counted.${peer}`] !== 0 }
}

/** Whether writes wait for it: for every follower, for whichever is first, or for nobody. */
function markOf(replication: unknown, is_first: boolean): string | null {
  if (replication === 'synchronous') return 'synchronous'
  return replication === 'semi-synchronous' && is_first ? 'synchronous now' : null
}

function textOf({ peer, behind, in_flight }: Follower, mark: string | null): string {
  const named = mark === null ? peer : `${peer} (${mark})`
  if (behind === undefined) return `${named} has acknowledged nothing since this node leads`
  const lack = `${behind.toLocaleString('en')} ${behind === 1 ? 'entry' : 'entries'}`
  const where = behind === 0 ? 'has acknowledged everything' : `is ${lack} behind`
  return `${named} ${where}${in_flight > 0 ? `, ${in_flight.toLocaleString('en')} in flight` : ''}`
}
