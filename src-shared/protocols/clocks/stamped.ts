/** The newest events that nodes told, and each node's newest stamp. */
import { declareFold } from '../../folds/declared'
import { Ring } from '../../folds/ring'
import type { NodeId } from '../../ids'
import { ClockEvent } from './facts'

/** Events kept for pictures; the oldest are let go. */
const EVENTS_MAX = 2_000

interface Stamped {
  readonly recent: Ring<ClockEvent>
  readonly newest: Map<NodeId, ClockEvent>
}

export const stampedFold = declareFold<Stamped>({
  create: () => ({ recent: new Ring(EVENTS_MAX), newest: new Map() }),
  reads: [ClockEvent.name],
  observe({ recent, newest }, event) {
    if (!ClockEvent.is(event)) return
    // Frozen, so that copies of the fold share it.
    Object.freeze(event.data.vector)
    Object.freeze(event.data)
    const kept = Object.freeze({ ...event })
    recent.push(kept)
    newest.set(event.node, kept)
  },
  forget({ recent, newest }) {
    recent.clear()
    newest.clear()
  }
})
