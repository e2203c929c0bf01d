import { listOf } from './strategy'
import type { Strategy } from './strategy'

/** Asks the node that the client believes to lead, otherwise all in turn until one names the leader. */
export const leader: Strategy = {
  choose(routing, _keys, isReachable) {
    const { leader, options } = routing
    if (options.follow_redirects && leader !== null && isReachable(leader)) return [leader]
    return listOf(routing.inTurn(isReachable))
  },
  onRedirect(routing, _keys, from, to) {
    routing.clearLeader(from)
    if (to !== null) routing.setLeader(to)
    return { error: `${from} does not lead`, follow: routing.options.follow_redirects }
  },
  onConcluded: (routing, _keys, node) => routing.setLeader(node)
}
