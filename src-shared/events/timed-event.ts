import type { EventBody, EventOf, TimedEvent } from './kernel'

type Kind = EventBody['kind']
type Body<K extends Kind> = Extract<EventBody, { readonly kind: K }>
/** With every field, so that none is forgotten; those that are optional may be undefined. */
type Whole<K extends Kind> = { readonly [Field in keyof Required<EventOf<K>>]: EventOf<K>[Field] }

/**
 * The event as it happened at `t`. Facts, messages and operations, of which a run has by far the most, are made in one piece with room for
 * their number in the stream: an object that grows field by field takes twice the memory, and a simulation spends half its time on memory.
 */
export function timedEvent(t: number, body: EventBody): TimedEvent {
  switch (body.kind) {
    case 'fact':
      return timedFact(t, body)
    case 'sent':
      return timedSent(t, body)
    case 'delivered':
      return timedDelivered(t, body)
    case 'received':
      return timedReceived(t, body)
    case 'invoke':
      return timedInvoke(t, body)
    case 'attempt':
      return timedAttempt(t, body)
    case 'ok':
      return timedOk(t, body)
    default:
      return Object.assign({ t }, body)
  }
}

function timedFact(t: number, { kind, fact, node, group, data }: Body<'fact'>): TimedEvent {
  const event = group === undefined ? { t, kind, fact, node, data, seq: 0 } : { t, kind, fact, node, data, group, seq: 0 }
  return event
}

function timedSent(t: number, { kind, from, to, boot, n, type, bytes, forms, says, clock }: Body<'sent'>): TimedEvent {
  const event: Whole<'sent'> = { t, kind, from, to, boot, n, type, bytes, forms, says, clock, seq: 0 }
  return event
}

function timedDelivered(
  t: number,
  { kind, late_us, copy, corrupted, altered, from, to, boot, n }: Body<'delivered'>
): TimedEvent {
  const event: Whole<'delivered'> = { t, kind, late_us, copy, corrupted, altered, from, to, boot, n, seq: 0 }
  return event
}

function timedReceived(t: number, { kind, from, to, boot, n, type, clock }: Body<'received'>): TimedEvent {
  const event: Whole<'received'> = { t, kind, from, to, boot, n, type, clock, seq: 0 }
  return event
}

function timedInvoke(t: number, { kind, client, op, operation, policy, script }: Body<'invoke'>): TimedEvent {
  const event: Whole<'invoke'> = { t, kind, client, op, operation, policy, script, seq: 0 }
  return event
}

function timedAttempt(t: number, { kind, client, op, attempt, node }: Body<'attempt'>): TimedEvent {
  const event: Whole<'attempt'> = { t, kind, client, op, attempt, node, seq: 0 }
  return event
}

function timedOk(t: number, { kind, client, op, result, token, copy, latency_us, node }: Body<'ok'>): TimedEvent {
  const event: Whole<'ok'> = { t, kind, client, op, result, token, copy, latency_us, node, seq: 0 }
  return event
}
