/** Lamport's total order (1978): by stamp, and where stamps are equal by the nodes' order. It agrees with happened-before. */
import type { EndpointId } from '../ids'
import type { CausalEvent } from './history'

export interface Ranked {
  readonly event: CausalEvent
  /** Its place by the clock on the wall, from 1. */
  readonly real_place: number
}

/** In Lamport's order; events without a stamp are left out. */
export function totalOrder(events: readonly CausalEvent[], nodes: readonly EndpointId[]): Ranked[] {
  const stamped = events.filter(({ stamp }) => stamp !== null)
  const real = [...stamped].sort((a, b) => a.t_us - b.t_us)
  const places = new Map(real.map((event, i) => [event, i + 1]))
  return stamped
    .sort((a, b) => a.stamp!.lamport - b.stamp!.lamport || nodes.indexOf(a.node) - nodes.indexOf(b.node))
    .map((event) => ({ event, real_place: places.get(event)! }))
}
