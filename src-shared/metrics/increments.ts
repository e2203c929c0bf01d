/** What became of counters, as their clients see it: acknowledged increments that a later read does not show are lost. */
import type { LabEvent } from '../events'
import { operationKey } from '../folds/operations'
import type { Operation } from '../operations'
import { isWithin, metricsPerSpan } from './metric'
import type { Metrics } from './metric'

/** Nothing where nobody counted. */
export const incrementMetrics = metricsPerSpan({
  descriptions: [
    { name: 'increments.acknowledged', title: 'Sum of the acknowledged increments', unit: '' },
    { name: 'increments.lost', title: 'Acknowledged increments that later reads do not show', unit: '' }
  ],
  reads: ['invoke', 'ok', 'fail', 'info'],
  create: createIncrements,
  fold(increments, event, span) {
    if (isWithin(event.t, span)) foldIncrements(increments, event)
  },
  figures(increments): Metrics {
    if (increments.counters.size === 0) return {}
    const { acknowledged, lost } = sumIncrements(increments)
    return { 'increments.acknowledged': acknowledged, 'increments.lost': lost }
  }
})

interface Counter {
  /** Sum of the acknowledged increments. */
  acknowledged: number
  acknowledged_us: number
  /** What the last read begun after the last acknowledged increment found; null: none yet. */
  read: number | null
}

interface Increments {
  readonly counters: Map<string, Counter>
  /** Operations without an end yet, by `client:op`. */
  readonly open: Map<string, { readonly operation: Operation; readonly t: number }>
}

/** Operations open at once, at most; beyond it the oldest (their ends were lost) are forgotten. */
const OPEN_MAX = 100_000

function createIncrements(): Increments {
  return { counters: new Map(), open: new Map() }
}

function foldIncrements({ counters, open }: Increments, event: LabEvent): void {
  if (event.kind === 'invoke') {
    open.set(operationKey(event), event)
    if (open.size > OPEN_MAX) open.delete(open.keys().next().value!)
  } else if (event.kind === 'ok' || event.kind === 'fail' || event.kind === 'info') {
    const begun = open.get(operationKey(event))
    open.delete(operationKey(event))
    if (event.kind === 'ok' && begun) foldOk(counters, begun.operation, begun.t, event.t, event.result.value ?? null)
  }
}

function foldOk(counters: Map<string, Counter>, operation: Operation, begun_us: number, t: number, value: string | null): void {
  const counter = counters.get(operation.key)
  if (operation.f === 'increment') {
    const acknowledged = (counter?.acknowledged ?? 0) + operation.by
    counters.set(operation.key, { acknowledged, acknowledged_us: t, read: null })
  } else if (operation.f === 'get' && counter && begun_us >= counter.acknowledged_us) counter.read = Number(value ?? 0)
}

/** Over all counters: what was acknowledged, and how much of it the last read of those that were read afterwards does not show. */
function sumIncrements({ counters }: Increments): { acknowledged: number; lost: number } {
  let acknowledged = 0
  let lost = 0
  for (const counter of counters.values()) {
    acknowledged += counter.acknowledged
    if (counter.read !== null) lost += Math.max(0, counter.acknowledged - counter.read)
  }
  return { acknowledged, lost }
}
