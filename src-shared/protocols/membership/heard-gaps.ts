/** The gaps between heartbeats of a run, by peer, as both detectors would judge them. */
import type { HeardGap } from '../../failure-detection/trade-off'
import type { Ring } from '../../folds/ring'
import type { NodeId } from '../../ids'
import type { Heard } from './detectors'

/** Of each pair so many gaps are left out: with fewer nobody knows what gaps are like. */
const WARM_UP = 10

export function gapsByPeer(heard: ReadonlyMap<string, Ring<Heard>>): Map<NodeId, HeardGap[]> {
  const by_peer = new Map<NodeId, HeardGap[]>()
  for (const [pair, ring] of heard) {
    const peer = pair.split(' ')[1]!
    const gaps = by_peer.get(peer) ?? []
    by_peer.set(peer, gaps)
    gaps.push(...gapsOf(ring.toArray()))
  }
  return by_peer
}

function gapsOf(heard: readonly Heard[]): HeardGap[] {
  return heard.slice(WARM_UP).flatMap(({ at_us, mean_us }, at): HeardGap[] => {
    const last = heard[at + WARM_UP - 1]!
    // Without a mean it is the first heartbeat of another life.
    if (mean_us === null || last.mean_us === null || last.deviation_us === null) return []
    return [{ gap_us: at_us - last.at_us, before: { mean_us: last.mean_us, deviation_us: last.deviation_us } }]
  })
}
