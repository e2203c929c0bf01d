/** What a leader knows of its followers' logs, as it last sampled it. */
import type { ClusterFold } from '../../folds/cluster'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { NodePanel } from '../../panels/panel'
import type { PeerPosition } from '../../panels/pictures'

export interface Follower {
  readonly peer: NodeId
  /** Entries; undefined: not heard of. */
  readonly behind: number | undefined
  readonly in_flight: number
  /** It has caught up, so that its acknowledgements count. */
  readonly counts: boolean
  readonly silent_ms: number | null
}

/** What the leader waits for it for, or why it does not; null: nothing is said of it. */
export type FollowerMark = (cluster: ClusterFold, follower: Follower, is_first: boolean) => string | null

/** How far each follower is, beside a leader. */
export function followersPanel(markOf: FollowerMark): NodePanel {
  return {
    kind: 'peer-positions',
    title: 'Followers, as it last told',
    peers: (run, node) => followerPositions(run, node, markOf)
  }
}

/** In the run's order; none: the node does not lead, or has not sampled since. */
export function followerPositions({ cluster }: RunFold, node: NodeId, markOf: FollowerMark): readonly PeerPosition[] {
  const state = cluster.nodes.get(node)
  const end = state?.values['last_index']
  if (state?.duty !== 'leads' || end === undefined) return []
  const followers = [...cluster.nodes.keys()].filter((id) => id !== node).map((peer) => followerIn(state.values, peer))
  const [first] = followers.filter(({ behind, counts }) => counts && behind !== undefined).sort((a, b) => a.behind! - b.behind!)
  return followers.map((follower) => {
    const { peer, behind, in_flight, silent_ms } = follower
    // One that has acknowledged nothing since the node leads is as far as nobody knows.
    const acknowledged = behind === undefined ? 0 : end - behind
    const mark = markOf(cluster, follower, follower === first)
    return { peer, acknowledged, sent: acknowledged + in_flight, end, silent_ms, mark, text: textOf(follower, mark) }
  })
}

function followerIn(values: Readonly<Record<string, number>>, peer: NodeId): Follower {
  return {
    peer,
    behind: values[`lag_entries.${peer}`],
    in_flight: values[`in_flight.${peer}`] ?? 0,
    counts: values[`counted.${peer}`] !== 0,
    silent_ms: values[`silence_ms.${peer}`] ?? null
  }
}

function textOf({ peer, behind, in_flight }: Follower, mark: string | null): string {
  const named = mark === null ? peer : `${peer} (${mark})`
  if (behind === undefined) return `${named} has acknowledged nothing since this node leads`
  const lack = `${behind.toLocaleString('en')} ${behind === 1 ? 'entry' : 'entries'}`
  const where = behind === 0 ? 'has acknowledged everything' : `is ${lack} behind`
  return `${named} ${where}${in_flight > 0 ? `, ${in_flight.toLocaleString('en')} in flight` : ''}`
}
