/** What another node lacks of what this one has, and is to be sent by it. */
import type { Update } from './messages'
import { countOf, generationOf, slotOf } from '../numbered-updates/origins'
import type { Vector } from '../numbered-updates/origins'
import type { Downstream, MultiLeaderState } from './state'

/** Updates that the node is to be sent and does not have, as far as is known. */
export function countMissing(state: MultiLeaderState, to: Downstream): number {
  let missing_count = 0
  for (const [origin, count] of state.seen.entries())
    missing_count += Math.max(0, Math.min(count, limitOf(state, to, origin)) - countOf(to.seen, origin))
  return missing_count
}

/** Whether the log no longer has all that the node lacks. */
export function needsState(state: MultiLeaderState, to: Downstream): boolean {
  return state.log.dropped.some((count, origin) => countOf(to.seen, origin) < Math.min(count, limitOf(state, to, origin)))
}

export function isMissing(state: MultiLeaderState, to: Downstream, { origin, n }: Update): boolean {
  return countOf(to.seen, origin) < n && n <= limitOf(state, to, origin)
}

/** Position of the first update that the node lacks; where it must be sent everything, of the first that it lacked when last asked. */
export function firstMissing(state: MultiLeaderState, to: Downstream): number {
  const { base, updates } = state.log
  if (needsState(state, to)) return to.acked
  let at = Math.max(to.acked, base)
  while (at < base + updates.length && !isMissing(state, to, updates[at - base]!)) at++
  return at
}

/** How many of the origin's updates it is to be sent. */
function limitOf({ switches, slot, leaders, nodes }: MultiLeaderState, to: Downstream, origin: number): number {
  const origin_slot = slotOf(origin, nodes.length)
  if (switches['lose-on-ring'] && origin_slot !== slot && leaders.includes(to.to)) return 0
  // What it made itself before its disk was lost or replaced it may have from others only, and is to pass on once more.
  if (origin_slot === to.to) return generationOf(origin, nodes.length) < to.generation ? Infinity : 0
  return to.origins.has(origin_slot) ? Infinity : countOf(to.off_route, origin)
}

/**
 * Version vector, by origin, of updates that the other node should receive on another route, sent here as a fallback after its
 * disk was lost or restored. ...
 */
export function offRouteVector({ nodes, seen }: MultiLeaderState, to: Downstream): Vector {
  if (to.generation === 0) return []
  return seen.map((count, origin) => {
    const origin_slot = slotOf(origin, nodes.length)
    return origin_slot === to.to || to.origins.has(origin_slot) ? 0 : count
  })
}
