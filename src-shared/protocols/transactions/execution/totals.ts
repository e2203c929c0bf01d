/**
 * Transfers add nothing and take nothing away. Accounts begin with nothing, so that whoever reads all of a database in which there are
 * only transfers must find a sum of 0.
 */
import type { EventOf, LabEvent } from '../../../events'
import type { Span } from '../../../folds/time-buckets'
import { isWithin, metricsPerSpan } from '../../../metrics/metric'
import type { Metrics } from '../../../metrics/metric'
import type { Operation } from '../../../operations'

type Transaction = Extract<Operation, { readonly f: 'transaction' }>

export interface Totals {
  /** Databases in which something other than transfers has been asked for. */
  readonly others: Set<string>
  /** Open transactions that read all accounts, as `client:op`. */
  readonly audits: Map<string, Transaction>
  /** Events have been lost: nothing can be said any more. */
  blind: boolean
}

/** A read of all accounts, and what they add up to. */
export interface Audit {
  readonly name: string
  readonly database: string
  readonly sum: number
  readonly seq: number
}

/** Databases, and open transactions, that are remembered. */
const REMEMBERED_MAX = 4096

export function newTotals(): Totals {
  return { others: new Set(), audits: new Map(), blind: false }
}

/** Takes the event in; the audits that it ends. */
export function foldTotals(totals: Totals, event: LabEvent): Audit[] {
  if (event.kind === 'gap') totals.blind = true
  if (totals.blind) return []
  if (event.kind === 'invoke' && event.operation.f === 'transaction') invoked(totals, nameOf(event), event.operation)
  if (event.kind === 'fail' || event.kind === 'info') totals.audits.delete(nameOf(event))
  return event.kind === 'ok' ? answered(totals, event) : []
}

function invoked({ others, audits }: Totals, name: string, operation: Transaction): void {
  const { key: database, steps } = operation
  const moved = steps.reduce((sum, step) => (step.do === 'add' ? sum + step.by : sum), 0)
  const is_other = moved !== 0 || steps.some((step) => step.do === 'write' || step.do === 'append')
  if (is_other && others.size < REMEMBERED_MAX) others.add(database)
  const is_audit = steps.some(isOfAll) && steps.every((step) => step.do !== 'add')
  if (is_audit && audits.size < REMEMBERED_MAX) audits.set(name, operation)
}

function answered({ others, audits }: Totals, event: EventOf<'ok'>): Audit[] {
  const name = nameOf(event)
  const audit = audits.get(name)
  audits.delete(name)
  if (audit === undefined || others.has(audit.key)) return []
  return audit.steps.flatMap((step, i) => {
    const answer = event.result.answers?.[i]
    return isOfAll(step) ? [{ name, database: audit.key, sum: sumOf(answer ?? null), seq: event.seq }] : []
  })
}

function isOfAll(step: Transaction['steps'][number]): boolean {
  return step.do === 'scan' && step.prefix === ''
}

function sumOf(answer: unknown): number {
  return Object.values((answer ?? {}) as Readonly<Record<string, string>>).reduce((sum, value) => sum + Number(value), 0)
}

function nameOf({ client, op }: { readonly client: string; readonly op: number }): string {
  return `${client}:${op}`
}

interface TotalsInSpan {
  readonly totals: Totals
  read: number
  off: number
  /** What the newest of them adds up to; null: nobody has read. */
  newest: number | null
}

export const totalsMetrics = metricsPerSpan({
  descriptions: [
    { name: 'totals.read', title: 'Reads of all accounts', unit: '' },
    { name: 'totals.off', title: 'Reads of all accounts that do not add up', unit: '' },
    { name: 'totals.newest', title: 'What all accounts add up to, as read last', unit: '' }
  ],
  create: (): TotalsInSpan => ({ totals: newTotals(), read: 0, off: 0, newest: null }),
  fold: countTotals,
  figures: ({ read, off, newest }): Metrics => ({
    'totals.read': read,
    'totals.off': off,
    ...(newest !== null && { 'totals.newest': newest })
  })
})

function countTotals(counted: TotalsInSpan, event: LabEvent, span: Span): void {
  const audits = foldTotals(counted.totals, event)
  if (!isWithin(event.t, span)) return
  counted.read += audits.length
  counted.off += audits.filter(({ sum }) => sum !== 0).length
  counted.newest = audits.at(-1)?.sum ?? counted.newest
}
