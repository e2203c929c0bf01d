import { describe, expect, test } from 'vitest'
import { otlpTraces } from '../../../src-main/report/otlp'
import { SpanEnded, SpanStarted, WorkStarted } from '../../../src-shared/protocols/services/facts'
import { spansFold } from '../../../src-shared/protocols/services/spans'
import { newestRequests, tellingRequest, waterfallOf } from '../../../src-shared/protocols/services/waterfall'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import type { ClusterFold } from '../../../src-shared/folds/cluster'

const REQUEST = 'c1:1'
const [A, TRY_1, TRY_2, B] = ['000000000000000a', '0000000000000001', '0000000000000002', '000000000000000b']
const started = (node: string, span: string, parent: string | null, given: Partial<SpanStarted['data']>) =>
  SpanStarted.of(node, { request: REQUEST, span, parent, side: 'server', service: 'service-a', ...given })
const ended = (node: string, span: string, outcome: SpanEnded['data']['outcome']) =>
  SpanEnded.of(node, { request: REQUEST, span, outcome })
const call = (span: string, attempt: number) =>
  started('A', span, A, { side: 'client', service: 'service-b', peer: 'B', attempt })

/** A calls B twice; the first call is lost. */
const STORY: readonly (readonly [t_ms: number, body: EventBody])[] = [
  [0, started('A', A, null, {})],
  [0, WorkStarted.of('A', { request: REQUEST, span: A, slow: false })],
  [10, call(TRY_1, 1)],
  [50, ended('A', TRY_1, 'timeout')],
  [50, call(TRY_2, 2)],
  [60, started('B', B, TRY_2, { service: 'service-b', peer: 'A' })],
  [80, WorkStarted.of('B', { request: REQUEST, span: B, slow: false })],
  [90, ended('B', B, 'ok')],
  [100, ended('A', TRY_2, 'ok')],
  [100, ended('A', A, 'ok')]
]
const EVENTS = STORY.map(([t_ms, body], i) => ({ ...body, t: t_ms * 1000, seq: i + 1 }) as LabEvent)

function folded() {
  const fold = spansFold.create()
  for (const event of EVENTS) spansFold.observe(fold, event, {} as ClusterFold)
  return fold
}

describe('the waterfall', () => {
  test('nests calls, tries included, in the order in which they began', () => {
    const { rows, took } = waterfallOf(folded(), REQUEST, 100_000)!
    expect(took).toBe('100 ms')
    expect(rows.map(({ depth, name, outcome }) => `${'-'.repeat(depth)}${name}: ${outcome}`)).toEqual([
      'A works: ok',
      '-A calls B: timeout',
      '-A calls B, try 2: ok',
      '--B works: ok'
    ])
    expect(rows.map(({ left, width }) => [left, width])).toEqual([
      [0, 1],
      [0.1, 0.4],
      [0.5, 0.5],
      [0.6, 0.3]
    ])
    // B had it wait for a worker from 60 to 80 ms.
    expect(rows[3]!.waited).toBeCloseTo(2 / 3)
  })

  test('offers the request with most calls first', () => {
    const requests = newestRequests(folded(), 100_000)
    expect(requests.map(({ text }) => text)).toEqual(['c1:1: 2 calls, 100 ms, ok'])
    expect(tellingRequest(requests)).toBe(REQUEST)
    expect(tellingRequest([])).toBeNull()
  })

  test('a node that dies ends its spans, of which nothing more is known', () => {
    const fold = spansFold.create()
    spansFold.observe(fold, EVENTS[0]!, {} as ClusterFold)
    spansFold.observe(fold, { kind: 'node-exited', node: 'A', t: 5, seq: 2 } as LabEvent, {} as ClusterFold)
    expect(fold.spans.toArray().map(({ outcome, to_us }) => [outcome, to_us])).toEqual([['unknown', 5]])
    expect(fold.open.size).toBe(0)
  })
})

interface Exported {
  readonly resourceSpans: readonly {
    readonly resource: {
      readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue: string } }[]
    }
    readonly scopeSpans: readonly { readonly spans: readonly Record<string, unknown>[] }[]
  }[]
}

test('OTLP/JSON has hexadecimal ids, numbers for enumerations and times in nanoseconds as text', async () => {
  async function* batches(): AsyncGenerator<readonly LabEvent[]> {
    yield EVENTS
  }
  let text = ''
  for await (const part of otlpTraces(batches(), '2026-01-01T00:00:00.000Z')) text += part
  const { resourceSpans } = JSON.parse(text) as Exported
  expect(resourceSpans.map(({ resource }) => resource.attributes.map(({ value }) => value.stringValue))).toEqual([
    ['service-a', 'A'],
    ['service-b', 'B']
  ])
  const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans))
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1)
  for (const { traceId, spanId } of spans) {
    expect(traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(spanId).toMatch(/^[0-9a-f]{16}$/)
  }
  expect(spans.find(({ spanId }) => spanId === TRY_1)).toMatchObject({
    parentSpanId: A,
    kind: 3,
    startTimeUnixNano: '1767225600010000000',
    endTimeUnixNano: '1767225600050000000',
    status: { code: 2, message: 'timeout' }
  })
  expect(spans.find(({ spanId }) => spanId === A)).not.toHaveProperty('parentSpanId')
})
