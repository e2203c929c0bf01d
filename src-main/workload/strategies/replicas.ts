import { candidate, routed } from './routed'
import { listOf } from './strategy'
import type { Strategy } from './strategy'

/** Asks in turn all nodes of the group that holds the key by the client's map; without a map, or where none of them can be asked, anybody. */
export const replicas: Strategy = {
  choose: (routing, keys, isReachable) => listOf(candidate(routing, keys[0]!, isReachable) ?? routing.inTurn(isReachable)),
  onRedirect: routed.onRedirect,
  // Whoever answered need not be who takes writes.
  onConcluded: () => {}
}
