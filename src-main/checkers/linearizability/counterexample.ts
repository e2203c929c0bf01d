import type { RecordedOperation } from '../../workload/history'
import type { KeyState, Model } from '../models/model'
import { describeOperation, describeValue } from './describe'
import type { Budget } from './budget'
import { prefixUntil } from './key-history'
import type { KeyHistory } from './key-history'
import type { Finding } from './quick-tests'
import { searchOrder } from './search'
import type { SearchOutcome } from './search'

const BEFORE_SHOWN = 8
const BESIDE_SHOWN = 8
const STATES_SHOWN = 6

/** Why a key has no order, for people. */
export interface Counterexample {
  /** One or two sentences. */
  readonly text: string
  /** The operations around it, one a line; `>` marks the one that nothing explains. */
  readonly lines: readonly string[]
}

type Violated = Extract<SearchOutcome, { verdict: 'violated' }>

/**
 * The end of the shortest prefix that already has no order. The search alone gives a moment at or before it, since it holds
 * compare-and-sets to answers that came later.
 */
export function shortestViolation(history: KeyHistory, model: Model, budget: Budget, found: Violated): Violated {
  const candidates = history.required.filter(({ completed_us }) => completed_us >= found.stuck.completed_us)
  candidates.sort((a, b) => a.completed_us - b.completed_us)
  let shortest = found
  let low = 0
  let high = candidates.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const end = candidates[middle]!
    const outcome = searchOrder(prefixUntil(history, end.completed_us), model, budget)
    if (outcome.verdict === 'undecided') return shortest
    if (outcome.verdict === 'violated') {
      shortest = outcome.stuck === end ? outcome : { ...outcome, stuck: end, states: [] }
      high = middle - 1
    } else low = middle + 1
  }
  return shortest
}

/** A violation found by searching. */
export function explainSearch(history: KeyHistory, { stuck, states }: Violated): Counterexample {
  const values = states.length > 0 ? `; just before it the value could only be ${alternatives(states)}` : ''
  return {
    text: `Key ${history.key}: no order of the operations explains ${describeOperation(stuck)}${values}.`,
    lines: surroundings(history, stuck, [])
  }
}

function alternatives(states: readonly KeyState[]): string {
  const shown = states.slice(0, STATES_SHOWN).map(describeValue)
  return [...shown, ...(states.length > STATES_SHOWN ? ['another of many'] : [])].join(' or ')
}

/** A violation found by a quick test. */
export function explainFinding(history: KeyHistory, { stuck, against }: Finding): Counterexample {
  const why = against
    ? `${describeOperation(against)} was over before it began, and nothing can have replaced that since`
    : 'no write that had begun by then leaves this value'
  return {
    text: `Key ${history.key}: nothing explains ${describeOperation(stuck)}: ${why}.`,
    lines: surroundings(history, stuck, against ? [against] : [])
  }
}

/** The operation, those open beside it, some that were over before it, and those named. */
function surroundings(
  { required, optional }: KeyHistory,
  stuck: RecordedOperation,
  named: readonly RecordedOperation[]
): string[] {
  const all = [...required, ...optional]
  const end = (o: RecordedOperation) => o.completed_us ?? Infinity
  const before = all.filter((o) => end(o) < stuck.invoked_us).sort((a, b) => end(a) - end(b))
  const beside = all.filter((o) => o !== stuck && end(o) >= stuck.invoked_us && o.invoked_us <= end(stuck))
  const shown = new Set([...named, ...before.slice(-BEFORE_SHOWN), ...beside.slice(-BESIDE_SHOWN), stuck])
  return [...shown]
    .sort((a, b) => a.invoked_us - b.invoked_us)
    .map((o) => line(o, o.client === stuck.client && o.op === stuck.op))
}

function line(operation: RecordedOperation, marked: boolean): string {
  const { invoked_us, completed_us } = operation
  const until = completed_us === null ? 'open' : seconds(completed_us)
  return `${marked ? '>' : ' '} ${describeOperation(operation)}  (${seconds(invoked_us)} – ${until})`
}

function seconds(time_us: number): string {
  return `${(time_us / 1e6).toFixed(6)} s`
}
