import type { EventBody, TimedEvent } from './kernel'

/**
 * The event as it happened at `t`. Facts, of which a run keeps by far the most, are made in one piece with room for their number in the
 * stream: an object that grows field by field takes twice the memory, and a simulation spends half its time on memory.
 */
export function timedEvent(t: number, body: EventBody): TimedEvent {
  if (body.kind !== 'fact') return Object.assign({ t }, body)
  const { kind, fact, node, group, data } = body
  const event = group === undefined ? { t, kind, fact, node, data, seq: 0 } : { t, kind, fact, node, data, group, seq: 0 }
  return event
}
