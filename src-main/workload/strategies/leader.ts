import { listOf } from './strategy'
import type { Strategy } from './strategy'

/** Asks the node that the client believes to take all requests (a leader, a coordinator), otherwise all in turn until one names it. */
export const leader: Strategy = {
  choose(routing, _keys, isReachable) {
    const { leader, options } = routing
    if (options.follow_redirects && leader !== null && isReachable(leader)) return [leader]
    return listOf(routing.inTurn(isReachable))
  },
  onRedirect(routing, _keys, from, to) {
    routing.clearLeader(from)
    if (to !== null) routing.setLeader(to)
    const error = to === null ? `${from} knows nobody to ask` : `${from} refers to ${to}`
    return { error, ask: routing.options.follow_redirects ? to : null }
  },
  onConcluded: (routing, _keys, node) => routing.setLeader(node)
}
