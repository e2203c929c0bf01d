/** When a node last heard of the others: of the newest messages that are known one by one. */
import type { NodeId } from '../ids'
import type { RunFold } from './run'

/** Newest messages that are looked through: beyond them nothing is known. */
const LOOKED_THROUGH_MAX = 8_000

/** By sender, µs of the run. */
export function lastHeard({ messages: { recent }, cluster }: RunFold, node: NodeId): Map<NodeId, number> {
  const heard = new Map<NodeId, number>()
  const others = cluster.nodes.size - 1
  const oldest = Math.max(0, recent.length - LOOKED_THROUGH_MAX)
  for (let place = recent.length - 1; place >= oldest && heard.size < others; place--) {
    const { from, to, received_us } = recent.at(place)!
    if (to === node && received_us !== null && cluster.nodes.has(from) && !heard.has(from)) heard.set(from, received_us)
  }
  return heard
}
