import { any } from './any'
import { listOf } from './strategy'
import type { Strategy } from './strategy'

/** Asks the node with the shortest round trip that the client has seen. */
export const nearest: Strategy = {
  ...any,
  choose: (routing, _keys, isReachable) => listOf(routing.least('round_trip_us', isReachable))
}

/** Asks the node that last told the least age of what it answers. */
export const freshest: Strategy = {
  ...any,
  choose: (routing, _keys, isReachable) => listOf(routing.least('age_us', isReachable))
}
