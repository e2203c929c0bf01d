/** The way of each transaction through all its members. */
import type { LabEvent } from '../../events'
import { durationText } from '../../charts/time-scale'
import { declareFold } from '../../folds/declared'
import type { FaultEffect } from '../../result'
import { Ring } from '../../folds/ring'
import type { Table } from '../../folds/table'
import { toSeconds } from '../../folds/table'
import type { NodeId } from '../../ids'
import { Decided, Forced, Prepared, Recovered, Released, Started } from './facts'
import { memberOf } from './member'

/** `open`: the coordinator waits for votes, or the participant is in doubt. `unknown`: its member died, or never told. */
export type Outcome = 'open' | 'committed' | 'aborted' | 'unknown'

/** One member's part in a transaction: a coordinator's until it decides, a participant's for as long as it is in doubt. */
export interface Part {
  readonly transaction: string
  /** Or the group that takes part. */
  readonly node: NodeId
  readonly member: 'coordinator' | 'participant'
  readonly from_us: number
  /** null: it lasts. */
  to_us: number | null
  outcome: Outcome
}

export interface TransactionsFold {
  readonly parts: Ring<Part>
  /** By `node transaction`. */
  readonly open: Map<string, Part>
}

const PARTS_MAX = 20_000
/** A decision takes a round trip and a sync: who waits longer waits for something that is wrong. */
export const OVERDUE_US = 250_000

export const transactionsFold = declareFold<TransactionsFold>({
  create: () => ({ parts: new Ring(PARTS_MAX), open: new Map() }),
  reads: ['node-exited', Started.name, Prepared.name, Decided.name, Released.name, Forced.name, Recovered.name],
  observe: foldTransactions,
  effects: doubtEffects,
  tables: (fold) => [partsTable(fold)]
})

function foldTransactions(fold: TransactionsFold, event: LabEvent): void {
  if (event.kind === 'node-exited') return endCoordinated(fold, event.node, event.t)
  if (event.kind !== 'fact') return
  const { t } = event
  const node = memberOf(event)
  if (Started.is(event)) begin(fold, node, event.data.transaction, 'coordinator', t)
  else if (Prepared.is(event)) begin(fold, node, event.data.transaction, 'participant', t)
  else if (Decided.is(event) || Released.is(event) || Forced.is(event))
    end(fold, node, event.data.transaction, t, outcomeOf(event.data.commit))
  else if (Recovered.is(event)) foldRecovered(fold, event)
}

function begin({ parts, open }: TransactionsFold, node: NodeId, transaction: string, member: Part['member'], t: number): void {
  const part: Part = { transaction, node, member, from_us: t, to_us: null, outcome: 'open' }
  open.set(`${node} ${transaction}`, part)
  const lost = parts.push(part)
  if (lost?.to_us === null) open.delete(`${lost.node} ${lost.transaction}`)
}

function end({ open }: TransactionsFold, node: NodeId, transaction: string, t: number, outcome: Outcome): void {
  const part = open.get(`${node} ${transaction}`)
  open.delete(`${node} ${transaction}`)
  if (part) Object.assign(part, { to_us: t, outcome })
}

/** A coordinator that dies has decided nothing, as far as anybody knows. */
function endCoordinated(fold: TransactionsFold, node: NodeId, t: number): void {
  for (const part of [...fold.open.values()])
    if (part.node === node && part.member === 'coordinator') end(fold, node, part.transaction, t, 'unknown')
}

/** What the node had learned, or promised, when it died before it told of it. */
function foldRecovered(fold: TransactionsFold, event: Recovered): void {
  const { t } = event
  const { prepared, committed, aborted } = event.data
  const node = memberOf(event)
  for (const transaction of committed) end(fold, node, transaction, t, 'committed')
  for (const transaction of aborted) end(fold, node, transaction, t, 'aborted')
  for (const { transaction } of prepared)
    if (!fold.open.has(`${node} ${transaction}`)) begin(fold, node, transaction, 'participant', t)
}

function doubtEffects({ parts }: TransactionsFold, from_us: number, until_us: number): FaultEffect[] {
  let longest_us = 0
  for (const { member, from_us: since_us, to_us } of parts)
    if (member === 'participant')
      longest_us = Math.max(longest_us, Math.min(to_us ?? until_us, until_us) - Math.max(since_us, from_us))
  const value = longest_us / 1000
  const text = longest_us >= OVERDUE_US ? { text: `a participant in doubt for ${durationText(value)}` } : {}
  return [{ name: 'in_doubt_ms', title: 'longest in doubt', unit: 'ms', value, ...text }]
}

function outcomeOf(commit: boolean): Outcome {
  return commit ? 'committed' : 'aborted'
}

function partsTable({ parts }: TransactionsFold): Table {
  return {
    name: 'transactions',
    title: 'Transactions: until when the coordinator waited for votes, and how long each participant was in doubt',
    columns: ['transaction', 'node', 'member', 'from_s', 'to_s', 'outcome'],
    *rows() {
      for (const { transaction, node, member, from_us, to_us, outcome } of parts)
        yield [transaction, node, member, toSeconds(from_us), toSeconds(to_us), outcome]
    }
  }
}
