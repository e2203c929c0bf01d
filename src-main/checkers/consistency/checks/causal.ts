/**
 * Causal order: an operation comes after those before it in its session and after the write that it read from, and so on from there.
 * - Causal consistency (CC): for every operation there is an order of those that causally precede it, within the causal order,
 *   in which it reads the last value written.
 * - Causal convergence (CCv): the same, where all these orders are taken from one order of all operations.
 * - Causal memory (CM; Ahamad et al. 1995): for every session there is an order of what causally precedes its operations, within the
 *   causal order, in which *all* its own reads read the last value written.
 * - Writes follow reads (Terry et al. 1994): as CC, where of a session's order only this counts: what it read comes before what it
 *   reads or writes later, and what it wrote to a key before what it writes to that key later.
 * After Bouajjani et al., POPL 2017.
 */
import { findBadPattern, findDivergence } from '../orders/bad-patterns'
import type { Event, Execution } from '../execution/execution'
import type { Check } from '../findings/finding'
import { addPrevious, addReadsFrom, previousInSession } from '../execution/program-order'
import { Relation } from '../orders/relation'

export const checkCausal: Check = (execution, meter) => findBadPattern(execution, causalOrder(execution), meter)

export const checkCausalConvergence: Check = (execution, meter) => findDivergence(execution, causalOrder(execution), meter)

export const checkWritesFollowReads: Check = (execution, meter) => {
  const { events } = execution
  const order = new Relation(events.length)
  addReadsFrom(execution, order)
  addPrevious(order, previousInSession(execution, isRead))
  addPrevious(
    order,
    previousInSession(execution, isWrite, ({ key }) => key),
    (e) => events[e]!.writes
  )
  return findBadPattern(execution, order, meter)
}

/** What comes directly before what: the previous operation of the session, and the write that was read. */
export function causalOrder(execution: Execution): Relation {
  const order = new Relation(execution.events.length)
  addReadsFrom(execution, order)
  addPrevious(
    order,
    previousInSession(execution, () => true)
  )
  return order
}

function isRead({ reads }: Event): boolean {
  return reads !== null
}

function isWrite({ writes }: Event): boolean {
  return writes
}
