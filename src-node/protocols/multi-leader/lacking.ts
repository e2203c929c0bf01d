/** What another node lacks of what this one has, and is to be sent by it. */
import type { Update } from './messages'
import { countOf, generationOf, slotOf } from './origins'
import type { Vector } from './origins'
import type { Downstream, MultiLeaderState } from './state'

/** Updates that the node is to be sent and does not have, as far as is known. */
export function countLacking(state: MultiLeaderState, to: Downstream): number {
  let lacking = 0
  for (const [origin, count] of state.seen.entries())
    lacking += Math.max(0, Math.min(count, limitOf(state, to, origin)) - countOf(to.seen, origin))
  return lacking
}

/** Whether the log no longer has all that the node lacks. */
export function needsState(state: MultiLeaderState, to: Downstream): boolean {
  return state.log.dropped.some((count, origin) => countOf(to.seen, origin) < Math.min(count, limitOf(state, to, origin)))
}

export function lacks(state: MultiLeaderState, to: Downstream, { origin, n }: Update): boolean {
  return countOf(to.seen, origin) < n && n <= limitOf(state, to, origin)
}

/** Position of the first update that the node lacks; where it must be sent everything, of the first that it lacked when last asked. */
export function firstLacking(state: MultiLeaderState, to: Downstream): number {
  const { base, updates } = state.log
  if (needsState(state, to)) return to.acked
  let at = Math.max(to.acked, base)
  while (at < base + updates.length && !lacks(state, to, updates[at - base]!)) at++
  return at
}

/** How many of the origin's updates it is to be sent. */
function limitOf({ switches, slot, leaders, nodes }: MultiLeaderState, to: Downstream, origin: number): number {
  const maker = slotOf(origin, nodes.length)
  if (switches.lose_on_ring && maker !== slot && leaders.includes(to.to)) return 0
  // What it made itself before its disk was lost or replaced it may have from others only, and is to pass on once more.
  if (maker === to.to) return generationOf(origin, nodes.length) < to.generation ? Infinity : 0
  return to.origins.has(maker) ? Infinity : countOf(to.besides, origin)
}

/**
 * By origin, what this node has and the other should have from elsewhere. Where its disk was lost or replaced, those who sent it that
 * think it still has it, or have lost it too, so everybody who has it sends it. Two shapes would do: every update from everybody from
 * then on, or, as here, only what it still lacks after the retransmission time.
 */
export function besidesRoute({ nodes, seen }: MultiLeaderState, to: Downstream): Vector {
  if (to.generation === 0) return []
  return seen.map((count, origin) => {
    const maker = slotOf(origin, nodes.length)
    return maker === to.to || to.origins.has(maker) ? 0 : count
  })
}
