import type { NodeId } from '../../../src-shared/ids'
import type { KeyOrHash } from '../../../src-shared/wire/client-map'
import type { Routing } from './routing'
import { listOf } from './strategy'
import type { Strategy } from './strategy'

/**
 * Asks the node that holds the key by the client's map, which may be out of date: a redirect corrects it, and may bring a newer one.
 * Of an operation with several keys the first decides.
 */
export const routed: Strategy = {
  choose(routing, keys, isReachable) {
    const isAsked = (node: NodeId) => isReachable(node) && !routing.isUnresponsive(node)
    const holder = routing.holderOf(keys[0]!)
    if (holder !== null && isAsked(holder)) return [holder]
    return listOf(candidate(routing, keys[0]!, isAsked) ?? routing.inTurn(isReachable))
  },
  onRedirect(routing, keys, from, to) {
    const key = keys[0]!
    routing.clearHolder(key, from)
    if (to !== null) routing.setHolder(key, to)
    return { error: `${from} does not hold ${key}`, ask: to ?? candidate(routing, key, (node) => node !== from) }
  },
  onConcluded: (routing, keys, node) => routing.setHolder(keys[0]!, node)
}

/** One of those that may hold the key by the map, in turn. */
export function candidate(routing: Routing, key: KeyOrHash, matches: (node: NodeId) => boolean): NodeId | null {
  const candidates = routing.candidatesOf(key)
  return candidates && routing.inTurn((node) => candidates.includes(node) && matches(node))
}
