import { any } from './any'
import { listOf } from './strategy'
import type { Strategy } from './strategy'

/** Asks the nodes that the client does not believe to lead; the leader only when none of them can be asked. */
export const followers: Strategy = {
  ...any,
  choose(routing, keys, isReachable) {
    const { leader, options } = routing
    const follower = routing.ownOrInTurn(
      (node) => node !== leader && isReachable(node) && !(options.sticky && routing.isUnresponsive(node))
    )
    return follower === null ? any.choose(routing, keys, isReachable) : listOf(follower)
  }
}
