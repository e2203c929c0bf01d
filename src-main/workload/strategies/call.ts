import { listOf } from './strategy'
import type { Strategy } from './strategy'

/** All operations come in by the same service, whatever their key: what is remembered of it has one name. */
const ENTRY = 'entry'

/** Asks the service that takes calls from outside: the first node, unless that names another. Nobody else can answer in its place. */
export const call: Strategy = {
  choose(routing, _keys, isReachable) {
    const entry = routing.holderOf(ENTRY) ?? routing.nodes[0] ?? null
    return listOf(entry !== null && isReachable(entry) ? entry : null)
  },
  onRedirect(routing, _keys, from, to) {
    if (to !== null) routing.setHolder(ENTRY, to)
    return { error: `${from} takes no calls from outside`, ask: to }
  },
  onConcluded: () => {}
}
