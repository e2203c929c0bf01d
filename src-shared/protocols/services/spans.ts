/** The spans of requests, each with its parent: the newest, for pictures and tables. */
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import { Ring } from '../../folds/ring'
import type { Table } from '../../folds/table'
import { toSeconds } from '../../folds/table'
import type { NodeId } from '../../ids'
import { SpanEnded, SpanStarted, WorkStarted } from './facts'
import type { Outcome } from './facts'

/** `open`: it lasts. `unknown`: its node died. */
export type SpanOutcome = Outcome | 'open' | 'unknown'

export interface Span {
  readonly request: string
  readonly span: string
  readonly parent: string | null
  readonly side: 'client' | 'server'
  readonly node: NodeId
  readonly service: string
  readonly peer: string | null
  readonly attempt: number
  readonly from_us: number
  /** Server side: when a worker took it up; null: none has. */
  work_us: number | null
  /** null: it lasts. */
  to_us: number | null
  outcome: SpanOutcome
}

export interface SpansFold {
  readonly spans: Ring<Span>
  readonly open: Map<string, Span>
}

const SPANS_MAX = 20_000

export const spansFold = declareFold<SpansFold>({
  create: () => ({ spans: new Ring(SPANS_MAX), open: new Map() }),
  reads: [SpanStarted.name, WorkStarted.name, SpanEnded.name, 'node-exited'],
  observe: foldSpans,
  tables: (fold) => [spansTable(fold)]
})

function foldSpans({ spans, open }: SpansFold, event: LabEvent): void {
  if (event.kind === 'node-exited') {
    for (const span of [...open.values()]) if (span.node === event.node) end(open, span, event.t, 'unknown')
  } else if (SpanStarted.is(event)) {
    const { request, span, parent, side, service, peer = null, attempt = 1 } = event.data
    const place = { request, span, parent, side, node: event.node, service, peer, attempt }
    const begun: Span = { ...place, from_us: event.t, work_us: null, to_us: null, outcome: 'open' }
    open.set(span, begun)
    const lost = spans.push(begun)
    if (lost?.to_us === null) open.delete(lost.span)
  } else if (WorkStarted.is(event)) {
    const span = open.get(event.data.span)
    if (span !== undefined) span.work_us = event.t
  } else if (SpanEnded.is(event)) {
    const span = open.get(event.data.span)
    if (span !== undefined) end(open, span, event.t, event.data.outcome)
  }
}

function end(open: Map<string, Span>, span: Span, t: number, outcome: SpanOutcome): void {
  open.delete(span.span)
  Object.assign(span, { to_us: t, outcome })
}

function spansTable({ spans }: SpansFold): Table {
  return {
    name: 'spans',
    title: 'Spans of requests: who called whom, when, and what came of it',
    columns: ['request', 'span', 'parent', 'side', 'node', 'service', 'try', 'from_s', 'to_s', 'outcome'],
    *rows() {
      for (const { request, span, parent, side, node, service, attempt, from_us, to_us, outcome } of spans)
        yield [request, span, parent, side, node, service, attempt, toSeconds(from_us), toSeconds(to_us), outcome]
    }
  }
}
