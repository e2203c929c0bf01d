/** Every ballot of every proposer, from its start to its end. */
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import { Ring } from '../../folds/ring'
import type { Table } from '../../folds/table'
import { toSeconds } from '../../folds/table'
import type { NodeId } from '../../ids'
import type { FaultEffect } from '../../result'
import { counted } from '../../text/counted'
import { ballotText } from './ballot'
import type { Ballot } from './ballot'
import { BallotEnded, BallotStarted, ValueProposed } from './facts'
import type { BallotOutcome } from './facts'

/** `open`: it goes on. `unknown`: its proposer died. */
export type BallotState = BallotOutcome | 'open' | 'unknown'

export interface BallotSpan {
  readonly key: string
  readonly ballot: Ballot
  readonly proposer: NodeId
  readonly from_us: number
  /** When a value was proposed in it; null: none was. */
  proposed_us: number | null
  value: string | null
  /** null: it goes on. */
  to_us: number | null
  outcome: BallotState
}

interface BallotsFold {
  readonly spans: Ring<BallotSpan>
  /** By `node key`. */
  readonly open: Map<string, BallotSpan>
}

const SPANS_MAX = 20_000

export const ballotsFold = declareFold<BallotsFold>({
  create: () => ({ spans: new Ring(SPANS_MAX), open: new Map() }),
  reads: ['node-exited', BallotStarted.name, ValueProposed.name, BallotEnded.name],
  observe: foldBallots,
  effects: preemptedBallots,
  tables: (fold) => [ballotsTable(fold)]
})

function foldBallots(fold: BallotsFold, event: LabEvent): void {
  if (event.kind === 'node-exited') return endAll(fold, event.node, event.t)
  if (event.kind !== 'fact') return
  if (BallotStarted.is(event)) begin(fold, event)
  else if (ValueProposed.is(event)) {
    const span = fold.open.get(`${event.node} ${event.data.key}`)
    if (span) Object.assign(span, { proposed_us: event.t, value: event.data.value })
  } else if (BallotEnded.is(event)) end(fold, event.node, event.data.key, event.t, event.data.outcome)
}

function begin({ spans, open }: BallotsFold, { node: proposer, t, data: { key, ballot } }: BallotStarted): void {
  const span: BallotSpan = { key, ballot, proposer, from_us: t, proposed_us: null, value: null, to_us: null, outcome: 'open' }
  open.set(`${proposer} ${key}`, span)
  const lost = spans.push(span)
  if (lost?.to_us === null) open.delete(`${lost.proposer} ${lost.key}`)
}

function end({ open }: BallotsFold, node: NodeId, key: string, t: number, outcome: BallotState): void {
  const span = open.get(`${node} ${key}`)
  open.delete(`${node} ${key}`)
  if (span) Object.assign(span, { to_us: t, outcome })
}

function endAll(fold: BallotsFold, node: NodeId, t: number): void {
  for (const { proposer, key } of [...fold.open.values()]) if (proposer === node) end(fold, node, key, t, 'unknown')
}

function preemptedBallots({ spans }: BallotsFold, from_us: number, until_us: number): FaultEffect[] {
  const value = spans
    .toArray()
    .filter(({ outcome, to_us }) => outcome === 'preempted' && to_us! >= from_us && to_us! <= until_us).length
  const text = value === 0 ? {} : { text: `${counted(value, 'ballot')} preempted` }
  return [{ name: 'ballots_preempted', title: 'Ballots preempted', unit: '', value, ...text }]
}

function ballotsTable({ spans }: BallotsFold): Table {
  return {
    name: 'ballots',
    title: 'Ballots: until when each went on, and what became of it',
    columns: ['key', 'ballot', 'proposer', 'from_s', 'proposed_s', 'to_s', 'value', 'outcome'],
    *rows() {
      for (const { key, ballot, proposer, from_us, proposed_us, to_us, value, outcome } of spans)
        yield [key, ballotText(ballot), proposer, toSeconds(from_us), toSeconds(proposed_us), toSeconds(to_us), value, outcome]
    }
  }
}
