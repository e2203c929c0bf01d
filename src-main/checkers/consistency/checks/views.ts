/**
 * Models in which each session has one order, its *view*, that explains all its reads: every write of the execution is in it, its own
 * reads, and of a read the last write of the key before it is the one that was read. They differ in what a view must respect:
 * - Causal memory (CM; Ahamad et al. 1995): the causal order (see `causal.ts`).
 * - PRAM (Lipton & Sandberg 1988): the order of each session's writes, and the order of the session's own operations.
 * - Monotonic writes (Terry et al. 1994): the order of each session's writes, and the order of the session's own reads. Clients see
 *   an order of writes only by reading more than once, so their reads count in order: the model implies monotonic reads.
 */
import type { Execution } from '../execution/execution'
import { causalOrder } from './causal'
import { findBadPattern, findUnordered } from '../orders/bad-patterns'
import type { Check, Finding } from '../findings/finding'
import type { Meter } from '../meter'
import { addPrevious, addReadsFrom, observersOf, previousInSession } from '../execution/program-order'
import type { Observer } from '../execution/program-order'
import { Relation } from '../orders/relation'
import { Saturation } from '../orders/saturation'
import { WriteClocks, chainsBySession } from '../orders/write-chains'

/** CC comes first: it is quick, and finds the order sorted. */
export const checkCausalMemory: Check = (execution, meter) => {
  const order = causalOrder(execution)
  const found = findBadPattern(execution, order, meter)
  if (found) return found
  const clocks = WriteClocks.along(order, order.sorted()!, chainsBySession(execution), meter)
  return firstOf(observersOf(execution), ({ reads }) =>
    new Saturation(execution, order.copy(), clocks.copy(), meter).saturate(reads, true)
  )
}

export const checkPram: Check = (execution, meter) => {
  const { events } = execution
  const previous_write = previousInSession(execution, ({ writes }) => writes)
  const previous = previousInSession(execution, () => true)
  return checkViews(execution, meter, (order, { lane }) => {
    addPrevious(order, previous_write, (e) => events[e]!.writes && events[e]!.lane !== lane)
    addPrevious(order, previous, (e) => events[e]!.lane === lane)
  })
}

export const checkMonotonicWrites: Check = (execution, meter) => {
  const { events } = execution
  const previous_write = previousInSession(execution, ({ writes }) => writes)
  const previous_read = previousInSession(execution, ({ reads }) => reads !== null)
  return checkViews(execution, meter, (order, { lane }) => {
    addPrevious(order, previous_write, (e) => events[e]!.writes)
    addPrevious(order, previous_read, (e) => events[e]!.reads !== null && events[e]!.lane === lane)
  })
}

/** Holds every session's reads against what `addOrder` says its view must respect. */
function checkViews(execution: Execution, meter: Meter, addOrder: (order: Relation, observer: Observer) => void): Finding | null {
  const chains = chainsBySession(execution)
  return firstOf(observersOf(execution), (observer) => {
    const order = new Relation(execution.events.length)
    const reads = new Set(observer.reads)
    addReadsFrom(execution, order, (e) => reads.has(e))
    addOrder(order, observer)
    const unordered = findUnordered(execution, order)
    if (unordered) return unordered
    const clocks = WriteClocks.along(order, order.sorted()!, chains, meter)
    return new Saturation(execution, order, clocks, meter).saturate(observer.reads, true)
  })
}

function firstOf<T>(items: readonly T[], find: (item: T) => Finding | null): Finding | null {
  for (const item of items) {
    const found = find(item)
    if (found) return found
  }
  return null
}
