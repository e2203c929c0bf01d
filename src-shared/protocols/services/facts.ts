/** What services tell of requests. A request is named `client:op`, and is a tree of spans as OpenTelemetry has them. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf } from '../../events'

const request = z.string()
/** 16 hexadecimal digits. */
const span = z.string()

/** How a span ended, or a call was turned away. */
export const OUTCOMES = [
  'ok',
  'failed',
  'timeout',
  'overloaded',
  'deadline',
  'circuit-open',
  'refused',
  /** Another copy of the call was answered first. */
  'abandoned'
] as const
export type Outcome = (typeof OUTCOMES)[number]

/** `client`: a service calls another one, once; `server`: a service has got a call, or a client's request, to work on. */
export const SpanStarted = declareFact({
  name: 'span-started',
  volume: 'mark',
  kept: true,
  fields: z.object({
    request,
    span,
    /** null: the request of a client. */
    parent: span.nullable(),
    side: z.enum(['client', 'server']),
    /** The service that is called. */
    service: z.string(),
    /** Client side: whom it is sent to; server side: whose call it is, unless it is a client's. */
    peer: z.string().optional(),
    /** Client side: which try of the call it is. */
    attempt: z.number().optional(),
    /** Client side: it is sent beside an earlier one that has not been answered. */
    hedge: z.boolean().optional(),
    /** Client side: length of what it carries. */
    body_bytes: z.number().optional(),
    /** Server side: calls that wait, this one included, and how many may. */
    queued: z.number().optional(),
    queue_max: z.number().optional(),
    /** Server side: what the caller gives it; absent: it does not say. */
    remaining_us: z.number().optional()
  }),
  text: ({ request, side, service, peer, attempt }, { node }) =>
    side === 'server'
      ? `${node} gets ${request} as ${service}.`
      : `${node} calls ${service} at ${peer} for ${request}${attempt! > 1 ? `, try ${attempt}` : ''}.`,
  moment: ({ request, side, service }) => (side === 'server' ? `gets ${request}` : `calls ${service} for ${request}`)
})

/** A worker takes the call up. */
export const WorkStarted = declareFact({
  name: 'work-started',
  volume: 'mark',
  kept: true,
  fields: z.object({ request, span, slow: z.boolean() }),
  text: ({ request, slow }, { node }) => `${node} works on ${request}${slow ? ', slowly' : ''}.`
})

export const SpanEnded = declareFact({
  name: 'span-ended',
  volume: 'mark',
  kept: true,
  fields: z.object({ request, span, outcome: z.enum(OUTCOMES), reason: z.string().optional() }),
  text: ({ request, outcome, reason }, { node }) => `${node} ends a span of ${request}: ${reason ?? outcome}.`,
  moment: ({ request, outcome }) => `${outcome} ${request}`
})

/** A payment is on the last service's disk. */
export const Paid = declareFact({
  name: 'paid',
  volume: 'event',
  fields: z.object({ request, account: z.string(), amount: z.number(), key: z.string().nullable() }),
  text: ({ request, account, amount }, { node }) => `${node} pays ${amount} into ${account} for ${request}.`,
  moment: ({ account, amount }) => `pays ${amount} into ${account}`
})

export const BREAKER_STATES = ['closed', 'open', 'half-open'] as const
export type BreakerState = (typeof BREAKER_STATES)[number]

export const BreakerChanged = declareFact({
  name: 'breaker-changed',
  volume: 'event',
  fields: z.object({ peer: z.string(), state: z.enum(BREAKER_STATES) }),
  text: ({ peer, state }, { node }) => `${node} has its circuit breaker for ${peer} ${state}.`,
  moment: ({ peer, state }) => `breaker for ${peer} ${state}`
})

/** A call was turned away, or dropped from the queue, before anybody worked on it. */
export const Shed = declareFact({
  name: 'shed',
  volume: 'mark',
  kept: true,
  fields: z.object({ request, reason: z.string() }),
  text: ({ request, reason }, { node }) => `${node} does not work on ${request}: ${reason}.`,
  moment: ({ request }) => `sheds ${request}`
})

/** A call was altered on its way. */
export const Altered = declareFact({
  name: 'call-altered',
  volume: 'event',
  fields: z.object({ request, amount: z.number(), altered_to: z.number() }),
  text: ({ request, amount, altered_to }, { node }) => `${node} alters ${request} on its way: ${amount} becomes ${altered_to}.`,
  moment: ({ request }) => `alters ${request}`
})

/** From now on this member answers for the service, for whoever asks. */
export const Pointed = declareFact({
  name: 'name-pointed',
  volume: 'event',
  fields: z.object({ service: z.string(), at: z.string() }),
  text: ({ service, at }, { node }) => `${node} points ${service} at ${at}.`,
  moment: ({ service, at }) => `${service} is at ${at}`
})

/** Somebody keeps an address for so long. */
export const Resolved = declareFact({
  name: 'name-resolved',
  volume: 'event',
  fields: z.object({ service: z.string(), at: z.string(), ttl_ms: z.number() }),
  text: ({ service, at, ttl_ms }, { node }) => `${node} takes ${at} for ${service} for the next ${ttl_ms} ms.`,
  moment: ({ service, at }) => `keeps ${service} at ${at}`
})

export type SpanStarted = FactOf<typeof SpanStarted>
export type WorkStarted = FactOf<typeof WorkStarted>
export type SpanEnded = FactOf<typeof SpanEnded>
export type Paid = FactOf<typeof Paid>

export const SERVICES_FACTS = [SpanStarted, WorkStarted, SpanEnded, Paid, BreakerChanged, Shed, Altered, Pointed, Resolved]
