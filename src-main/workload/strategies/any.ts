import { listOf } from './strategy'
import type { Strategy } from './strategy'

/** Asks all nodes in turn; a sticky client asks its own as long as that one answers. */
export const any: Strategy = {
  choose: (routing, _keys, isReachable) => listOf(routing.ownOrInTurn(isReachable)),
  onRedirect(routing, _keys, from, to) {
    if (to !== null) routing.setLeader(to)
    return { error: `${from} cannot answer yet`, ask: to }
  },
  onConcluded: () => {}
}
