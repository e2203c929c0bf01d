/**
 * Spans as OpenTelemetry's collectors and viewers read them: an export request for traces in OTLP/JSON, where ids are hexadecimal,
 * enumerations are numbers and times are decimal strings of nanoseconds.
 */
import { philox2x32 } from '../../src-shared/network/draw'
import type { LabEvent } from '../../src-shared/events'
import { SpanEnded, SpanStarted } from '../../src-shared/protocols/services/facts'
import { crc32c } from '../../src-shared/wire/crc32c'

/** Viewers hold all spans of a file. */
const SPANS_MAX = 50_000
const SCOPE = 'netsplit'
/** Numbers of `Span.SpanKind` and `Status.StatusCode`. */
const KINDS = { server: 2, client: 3 } as const
const STATUS_OK = 1
const STATUS_ERROR = 2

interface Ended {
  readonly started: SpanStarted & { readonly t: number }
  readonly to_us: number
  readonly outcome: string
  readonly reason?: string
}

/** The first `spans_max` spans that have ended; those of a process that died are missing, as they are everywhere. Empty: no protocol told of spans. */
export async function* otlpTraces(
  batches: AsyncIterable<readonly LabEvent[]>,
  run_started_at: string,
  spans_max = SPANS_MAX
): AsyncGenerator<string> {
  const by_node = new Map<string, Ended[]>()
  const open = new Map<string, Ended['started']>()
  let count = 0
  for await (const events of batches)
    for (const event of events) {
      if (SpanStarted.is(event)) open.set(event.data.span, event)
      if (!SpanEnded.is(event)) continue
      const started = open.get(event.data.span)
      open.delete(event.data.span)
      if (started === undefined || ++count > spans_max) continue
      const { outcome, reason } = event.data
      const own = by_node.get(started.node) ?? []
      by_node.set(started.node, own)
      own.push({ started, to_us: event.t, outcome, ...(reason !== undefined && { reason }) })
    }
  const began_ms = Date.parse(run_started_at)
  const resources = [...by_node].map(([node, spans]) => JSON.stringify(resourceOf(node, spans, began_ms)))
  yield `{"resourceSpans":[${resources.join(',\n')}]}\n`
}

function resourceOf(node: string, spans: readonly Ended[], began_ms: number) {
  const service = spans.find(({ started }) => started.data.side === 'server')?.started.data.service ?? node
  return {
    resource: { attributes: [attribute('service.name', service), attribute('service.instance.id', node)] },
    scopeSpans: [{ scope: { name: SCOPE }, spans: spans.map((span) => spanOf(span, began_ms)) }]
  }
}

function spanOf({ started: { t, data }, to_us, outcome, reason }: Ended, began_ms: number) {
  const { request, span, parent, side, service, peer, attempt } = data
  return {
    traceId: traceId(request),
    spanId: span,
    ...(parent !== null && { parentSpanId: parent }),
    name: side === 'server' ? service : `call ${service}`,
    kind: KINDS[side],
    startTimeUnixNano: nanoseconds(began_ms, t),
    endTimeUnixNano: nanoseconds(began_ms, to_us),
    attributes: [
      attribute('netsplit.request', request),
      ...(peer === undefined ? [] : [attribute('server.address', peer)]),
      ...(attempt === undefined || attempt === 1 ? [] : [attribute('netsplit.attempt', attempt)])
    ],
    status: outcome === 'ok' ? { code: STATUS_OK } : { code: STATUS_ERROR, message: reason ?? outcome }
  }
}

function attribute(key: string, value: string | number) {
  return { key, value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) } }
}

/** Beyond what a number can hold exactly. */
function nanoseconds(began_ms: number, t_us: number): string {
  return String(BigInt(began_ms) * 1_000_000n + BigInt(Math.round(t_us)) * 1000n)
}

const HALVES = [0, 1] as const

/** 32 hexadecimal digits, the same for the same request. */
function traceId(request: string): string {
  const key = crc32c(new TextEncoder().encode(request))
  const words = HALVES.flatMap((half) => [...philox2x32(half, 0, key)])
  return words.map((word) => word.toString(16).padStart(8, '0')).join('')
}
