import { listOf } from './strategy'
import type { Strategy } from './strategy'

/**
 * Asks the node that holds the key by the client's map, which may be out of date: a redirect corrects it. Of an operation with several
 * keys the first decides.
 */
export const routed: Strategy = {
  choose(routing, keys, isReachable) {
    const holder = routing.holderOf(keys[0]!)
    if (holder !== null && isReachable(holder) && !routing.isUnresponsive(holder)) return [holder]
    return listOf(routing.inTurn(isReachable))
  },
  onRedirect(routing, keys, from, to) {
    routing.clearHolder(keys[0]!, from)
    if (to !== null) routing.setHolder(keys[0]!, to)
    return { error: `${from} does not hold ${keys[0]}`, follow: true }
  },
  onConcluded: (routing, keys, node) => routing.setHolder(keys[0]!, node)
}
