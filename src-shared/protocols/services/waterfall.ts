/** A request's spans as a waterfall: each below its parent, from when to when. */
import { durationText } from '../../charts/time-scale'
import type { NodeId } from '../../ids'
import { counted } from '../../text/counted'
import type { Span, SpansFold } from './spans'

/** One span, as a bar over the request's time. */
export interface WaterfallRow {
  readonly span: string
  /** How many spans it lies within. */
  readonly depth: number
  readonly node: NodeId
  readonly side: Span['side']
  /** What it is: `C calls D, try 2`. */
  readonly name: string
  /** Shares of the request's time. */
  readonly left: number
  readonly width: number
  /** Of its own time, the share that it waited for a worker. */
  readonly waited: number
  readonly from: string
  readonly took: string
  readonly outcome: Span['outcome']
}

export interface Waterfall {
  readonly request: string
  readonly took: string
  readonly rows: readonly WaterfallRow[]
  /** Rows that are left out. */
  readonly more: number
}

/** A request among those to choose from. */
export interface TracedRequest {
  readonly request: string
  readonly calls: number
  readonly text: string
}

/** The newest spans are looked at: of older ones nobody asks. */
const LOOKED_AT = 4000
const REQUESTS_MAX = 30
const ROWS_MAX = 60

/** The newest requests, the newest first. */
export function newestRequests({ spans }: SpansFold, now_us: number): TracedRequest[] {
  const by_request = new Map<string, Span[]>()
  for (let back = 1; back <= Math.min(spans.length, LOOKED_AT); back++) {
    const span = spans.at(-back)!
    const known = by_request.get(span.request)
    if (known !== undefined) known.push(span)
    else if (by_request.size < REQUESTS_MAX) by_request.set(span.request, [span])
  }
  return [...by_request].map(([request, own]) => tracedRequest(request, own, now_us))
}

/** The one that there is most to see of: with most calls, then the newest. */
export function tellingRequest(requests: readonly TracedRequest[]): string | null {
  const [first, ...others] = requests
  if (first === undefined) return null
  return others.reduce((best, one) => (one.calls > best.calls ? one : best), first).request
}

/** Null: nothing is known of the request any more. */
export function waterfallOf({ spans }: SpansFold, request: string, now_us: number): Waterfall | null {
  const own = spans.toArray().filter((span) => span.request === request)
  if (own.length === 0) return null
  const [begin_us, end_us] = extent(own, now_us)
  const rows = nested(own).map(({ span, depth }) => rowOf(span, depth, { begin_us, end_us, now_us }))
  const took = durationText((end_us - begin_us) / 1000)
  return { request, took, rows: rows.slice(0, ROWS_MAX), more: Math.max(0, rows.length - ROWS_MAX) }
}

function tracedRequest(request: string, own: readonly Span[], now_us: number): TracedRequest {
  const [begin_us, end_us] = extent(own, now_us)
  const calls = own.filter(({ side }) => side === 'client').length
  const root = own.find(({ parent }) => parent === null)
  const words = [counted(calls, 'call'), durationText((end_us - begin_us) / 1000), root?.outcome ?? 'open']
  return { request, calls, text: `${request}: ${words.join(', ')}` }
}

function extent(own: readonly Span[], now_us: number): [begin_us: number, end_us: number] {
  const begin_us = Math.min(...own.map(({ from_us }) => from_us))
  return [begin_us, Math.max(...own.map(({ to_us }) => to_us ?? now_us))]
}

/** Depth first, each parent's spans in the order in which they began; what has no parent here stands at the top. */
function nested(own: readonly Span[]): { readonly span: Span; readonly depth: number }[] {
  const names = new Set(own.map(({ span }) => span))
  const children = new Map<string | null, Span[]>()
  for (const span of [...own].sort((a, b) => a.from_us - b.from_us)) {
    const parent = span.parent !== null && names.has(span.parent) ? span.parent : null
    const known = children.get(parent)
    if (known !== undefined) known.push(span)
    else children.set(parent, [span])
  }
  const below = (parent: string | null, depth: number): { readonly span: Span; readonly depth: number }[] =>
    (children.get(parent) ?? []).flatMap((span) => [{ span, depth }, ...below(span.span, depth + 1)])
  return below(null, 0)
}

function rowOf(
  span: Span,
  depth: number,
  { begin_us, end_us, now_us }: { readonly begin_us: number; readonly end_us: number; readonly now_us: number }
): WaterfallRow {
  const { node, side, from_us, to_us, work_us, outcome } = span
  const whole_us = Math.max(1, end_us - begin_us)
  const took_us = (to_us ?? now_us) - from_us
  const waited_us = side === 'client' ? 0 : (work_us ?? to_us ?? now_us) - from_us
  return {
    span: span.span,
    depth,
    node,
    side,
    name: nameOf(span),
    left: (from_us - begin_us) / whole_us,
    width: took_us / whole_us,
    waited: took_us === 0 ? 0 : waited_us / took_us,
    from: `+${((from_us - begin_us) / 1000).toFixed(1)} ms`,
    took: durationText(took_us / 1000),
    outcome
  }
}

function nameOf({ side, peer, attempt, node }: Span): string {
  if (side === 'server') return `${node} works`
  return `${node} calls ${peer}${attempt > 1 ? `, try ${attempt}` : ''}`
}
