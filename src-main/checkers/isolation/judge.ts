/** A history of transactions under an isolation model. */
import type { Judgement } from '../../../src-shared/consistency'
import { ANOMALY_TITLES, forbiddenBy } from '../../../src-shared/isolation/anomalies'
import { ISOLATION_ORDERS } from '../../../src-shared/isolation/models'
import type { IsolationModel, IsolationOrder } from '../../../src-shared/isolation/models'
import type { AnomalyFinding } from '../../../src-shared/isolation/finding'
import type { RecordedOperation } from '../../workload/history'
import { Meter, OutOfBounds } from '../consistency/meter'
import { undecided } from '../judgement'
import { DEFAULT_BOUNDS, NO_CLOCK } from '../linearizability/budget'
import type { Bounds } from '../linearizability/budget'
import type { CheckOptions } from '../linearizability/judge'
import { analyse } from './analyse'
import type { Analysis } from './analyse'
import type { Execution } from './cycles'
import { transactionsOf } from './transactions'

const ORDERS_OF_TIME: readonly IsolationOrder[] = ['realtime', 'process', 'none']

/** Any order of writes that contradicts nothing known is as good as another: none that is not known can break them. */
const NEED_NO_ORDER: ReadonlySet<IsolationModel> = new Set(['read-uncommitted', 'read-committed', 'monotonic-atomic-view'])

const EXPLAINED: Readonly<Record<Execution, string>> = {
  serial: 'one order of the transactions explains every answer',
  items: 'one order of the transactions explains every answer but what scans did not find',
  snapshot: 'snapshots in one order explain every answer'
}

/** Models are asked for one after the other: what a history shows is found once. */
const analyses = new WeakMap<readonly RecordedOperation[], Analysis>()

/** Judges a history. Synchronous; determined by its arguments alone where no clock is handed in (then `time_ms` is no bound). */
export function judgeIsolation(
  history: readonly RecordedOperation[],
  model: IsolationModel,
  bounds: Bounds = DEFAULT_BOUNDS,
  { now_ms = NO_CLOCK }: CheckOptions = {}
): Judgement {
  const meter = new Meter(bounds, now_ms)
  try {
    const analysis = analysisOf(history, meter)
    if (analysis === null) return undecided(model, 'isolation is judged of transactions, and this history has other operations')
    return judgementOf(analysis, model, meter)
  } catch (error) {
    if (error instanceof OutOfBounds) return undecided(model, error.message)
    throw error
  }
}

/** All anomalies that a history shows, the worst first; null: it is not one of transactions, or too large for the bounds. */
export function anomaliesOf(history: readonly RecordedOperation[], bounds: Bounds): readonly AnomalyFinding[] | null {
  try {
    return analysisOf(history, new Meter(bounds, NO_CLOCK))?.findings ?? null
  } catch (error) {
    if (error instanceof OutOfBounds) return null
    throw error
  }
}

/** Null: its operations are no transactions. */
function analysisOf(history: readonly RecordedOperation[], meter: Meter): Analysis | null {
  const known = analyses.get(history)
  if (known) return known
  const transactions = transactionsOf(history)
  if (transactions === null) return null
  const analysis = analyse(history, transactions, meter)
  analyses.set(history, analysis)
  return analysis
}

function judgementOf(analysis: Analysis, model: IsolationModel, meter: Meter): Judgement {
  const forbidden = forbiddenBy(model)
  const broken = analysis.findings.filter(({ anomaly }) => forbidden.has(anomaly))
  if (broken.length > 0) return violation(model, broken)
  const proof = proofOf(analysis, model, meter)
  if (proof === null) return { ...undecided(model, doubt(analysis)), anomalies: analysis.findings }
  if (typeof proof !== 'string') return violation(model, [proof])
  const text = `None of the anomalies that it forbids in ${analysis.committed.toLocaleString('en')} committed transactions: ${proof}.`
  return { model, verdict: 'holds', text, points: [], counterexample: null, figures: {}, anomalies: analysis.findings }
}

function violation(model: IsolationModel, broken: readonly AnomalyFinding[]): Judgement {
  const [first, ...others] = broken as [AnomalyFinding, ...AnomalyFinding[]]
  const more = others.length === 0 ? '' : ` Also: ${others.map(({ anomaly }) => anomaly).join(', ')}.`
  const lines = [...first.cycle.map(({ text }) => text), ...first.lines]
  return {
    model,
    verdict: 'violated',
    text: `${ANOMALY_TITLES[first.anomaly]} (${first.anomaly}): ${first.text}${more}`,
    points: [],
    counterexample: { operations: first.operations, first_unexplained: null, lines },
    figures: {},
    anomalies: broken
  }
}

/** Why the model holds, as the rest of a sentence, or why it does not; null: nothing shows either. */
function proofOf({ gap, unresolved, schedule }: Analysis, model: IsolationModel, meter: Meter): string | AnomalyFinding | null {
  if (unresolved === null && (gap === null || NEED_NO_ORDER.has(model)))
    return 'the order of all writes that it depends on is known'
  const time = ISOLATION_ORDERS[model]
  const own = schedule(executionOf(model), time, meter)
  if (typeof own !== 'string') return own
  if (own === 'found') return EXPLAINED[executionOf(model)]
  // What asks for more proves it as well, and may be found sooner.
  const orders = ORDERS_OF_TIME.slice(0, ORDERS_OF_TIME.indexOf(time) + 1)
  const executions = new Set(['serial', executionOf(model)] as const)
  for (const execution of executions)
    if (orders.some((order) => schedule(execution, order, meter) === 'found')) return EXPLAINED[execution]
  return null
}

function executionOf(model: IsolationModel): Execution {
  if (model === 'repeatable-read') return 'items'
  return forbiddenBy(model).has('G2-item') ? 'serial' : 'snapshot'
}

function doubt({ gap, unresolved }: Analysis): string {
  return `no anomaly that it forbids was found, but ${unresolved ?? gap}, and no order was found that explains every answer`
}
