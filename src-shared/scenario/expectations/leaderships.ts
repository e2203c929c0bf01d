import type { NodeId } from '../../ids'
import type { Window } from '../duration'
import type { RunRecord } from './evidence'

/** A node became leader. */
export interface Leadership {
  readonly t_ms: number
  readonly node: NodeId
  readonly term: number
}

/** In the order in which they began. */
export function leaderships({ events, protocol }: Pick<RunRecord, 'events' | 'protocol'>): Leadership[] {
  const leading = new Set(protocol.roles.filter(({ duty }) => duty === 'leads').map(({ name }) => name))
  return events.flatMap((event) =>
    event.kind === 'role' && leading.has(event.role) ? [{ t_ms: event.t / 1000, node: event.node, term: event.term ?? 0 }] : []
  )
}

export function isWithin([from_ms, to_ms]: Window, t_ms: number): boolean {
  return t_ms >= from_ms && t_ms < to_ms
}
