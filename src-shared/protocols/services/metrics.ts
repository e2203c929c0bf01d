import { isWithin, metricsPerSpan } from '../../metrics/metric'
import type { Metrics } from '../../metrics/metric'
import type { Span } from '../../folds/time-buckets'
import type { LabEvent } from '../../events'
import { BreakerChanged, Paid, Shed, SpanEnded, SpanStarted, WorkStarted } from './facts'
import { TIERS } from './tiers'

interface Counts {
  /** Requests of clients that began, by the name of their span, and those of them that have ended. */
  readonly roots: Map<string, string>
  requests: number
  failed: number
  ended: number
  calls: number
  retries: number
  hedges: number
  timeouts: number
  shed: number
  breakers_opened: number
  queue_max: number
  body_bytes: number
  bodies: number
  /** Calls sent, by the service that is called. */
  readonly by_service: Map<string, number>
  /** Requests of which somebody was slow. */
  readonly slow: Set<string>
  /** Calls that their caller has given up. */
  readonly given_up: Set<string>
  /** The call that a member works on, by the member's span. */
  readonly parents: Map<string, string>
  worked: number
  wasted: number
  /** How often each request has paid. */
  readonly paid: Map<string, number>
  payments: number
  repeated: number
}

/** What is remembered of each kind. */
const REMEMBERED_MAX = 200_000

/** Everything counts by when it happened; a request belongs where it began. */
export const serviceMetrics = metricsPerSpan({
  descriptions: [
    { name: 'requests.started', title: 'Requests that the first service took in', unit: '' },
    { name: 'requests.failed_percent', title: 'Requests that the first service failed', unit: '%' },
    { name: 'requests.slow_percent', title: 'Requests that met a slow one', unit: '%' },
    { name: 'attempts_per_request', title: 'Calls of the last service for each request', unit: '' },
    { name: 'calls.sent', title: 'Calls sent, further tries included', unit: '' },
    { name: 'calls.retries', title: 'Further tries of calls', unit: '' },
    { name: 'calls.hedges', title: 'Calls sent beside an earlier one', unit: '' },
    { name: 'calls.timed_out', title: 'Calls without an answer in time', unit: '' },
    { name: 'requests.shed', title: 'Calls and requests that nobody worked on', unit: '' },
    { name: 'work.wasted_percent', title: 'Work whose caller had given it up', unit: '%' },
    { name: 'queue_length.max', title: 'Most requests that waited at one member', unit: '' },
    { name: 'breakers.opened', title: 'Times that a circuit breaker opened', unit: '' },
    { name: 'payments.made', title: 'Payments on the disk', unit: '' },
    { name: 'payments.repeated', title: 'Payments beyond the first of their request', unit: '' },
    { name: 'body_bytes.mean', title: 'Length of the order that a call carries, mean', unit: 'B' }
  ],
  reads: [SpanStarted, WorkStarted, SpanEnded, Paid, BreakerChanged, Shed].map(({ name }) => name),
  create: (): Counts => ({
    roots: new Map(),
    requests: 0,
    failed: 0,
    ended: 0,
    calls: 0,
    retries: 0,
    hedges: 0,
    timeouts: 0,
    shed: 0,
    breakers_opened: 0,
    queue_max: 0,
    body_bytes: 0,
    bodies: 0,
    by_service: new Map(),
    slow: new Set(),
    given_up: new Set(),
    parents: new Map(),
    worked: 0,
    wasted: 0,
    paid: new Map(),
    payments: 0,
    repeated: 0
  }),
  fold: foldCounts,
  figures
})

function foldCounts(counts: Counts, event: LabEvent, span: Span): void {
  if (event.kind !== 'fact' || event.t >= span.to_us) return
  const is_within = isWithin(event.t, span)
  if (SpanStarted.is(event)) startSpan(counts, event, is_within)
  else if (SpanEnded.is(event)) endSpan(counts, event, is_within)
  else if (WorkStarted.is(event)) {
    if (is_within && event.data.slow) remember(counts.slow, event.data.request)
  } else if (Paid.is(event)) {
    const times = (counts.paid.get(event.data.request) ?? 0) + 1
    counts.paid.set(event.data.request, times)
    if (is_within) counts.payments++
    if (is_within && times > 1) counts.repeated++
  } else if (is_within && Shed.is(event)) counts.shed++
  else if (is_within && BreakerChanged.is(event) && event.data.state === 'open') counts.breakers_opened++
}

function startSpan(counts: Counts, { data }: SpanStarted, is_within: boolean): void {
  const { span, parent, request, side } = data
  if (side === 'server' && parent !== null) bound(counts.parents.set(span, parent))
  if (!is_within) return
  if (side === 'client') return countCall(counts, data)
  counts.queue_max = Math.max(counts.queue_max, data.queued ?? 0)
  if (parent !== null) return
  bound(counts.roots.set(span, request))
  counts.requests++
}

function countCall(counts: Counts, { service, attempt = 1, hedge, body_bytes }: SpanStarted['data']): void {
  counts.calls++
  if (attempt > 1) counts.retries++
  if (hedge) counts.hedges++
  counts.by_service.set(service, (counts.by_service.get(service) ?? 0) + 1)
  if (body_bytes === undefined) return
  counts.body_bytes += body_bytes
  counts.bodies++
}

function endSpan(counts: Counts, { data: { span, outcome } }: SpanEnded, is_within: boolean): void {
  if (outcome === 'timeout' || outcome === 'abandoned') remember(counts.given_up, span)
  if (is_within && outcome === 'timeout') counts.timeouts++
  if (counts.roots.delete(span)) {
    counts.ended++
    if (outcome !== 'ok') counts.failed++
  }
  const parent = counts.parents.get(span)
  counts.parents.delete(span)
  if (parent === undefined || outcome !== 'ok' || !is_within) return
  counts.worked++
  if (counts.given_up.has(parent)) counts.wasted++
}

function figures(counts: Counts): Metrics {
  const last = TIERS.filter((tier) => counts.by_service.has(tier)).at(-1)
  const { requests, ended, worked, bodies } = counts
  return {
    'requests.started': requests,
    ...shareOf('requests.failed_percent', counts.failed * 100, ended),
    ...shareOf('requests.slow_percent', counts.slow.size * 100, requests),
    ...(last !== undefined && shareOf('attempts_per_request', counts.by_service.get(last)!, requests)),
    'calls.sent': counts.calls,
    'calls.retries': counts.retries,
    'calls.hedges': counts.hedges,
    'calls.timed_out': counts.timeouts,
    'requests.shed': counts.shed,
    ...shareOf('work.wasted_percent', counts.wasted * 100, worked),
    'queue_length.max': counts.queue_max,
    'breakers.opened': counts.breakers_opened,
    'payments.made': counts.payments,
    'payments.repeated': counts.repeated,
    ...shareOf('body_bytes.mean', counts.body_bytes, bodies)
  }
}

/** Nothing to divide by: there is nothing to say. */
function shareOf(name: string, part: number, whole: number): Metrics {
  return whole === 0 ? {} : { [name]: part / whole }
}

function remember(set: Set<string>, one: string): void {
  set.add(one)
  bound(set)
}

function bound(kept: Map<string, unknown> | Set<string>): void {
  if (kept.size > REMEMBERED_MAX) kept.delete(kept.keys().next().value!)
}
