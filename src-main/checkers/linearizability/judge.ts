/** Is a history linearizable (Herlihy & Wing 1990)? Key by key, since a history is linearizable when each of its keys is. */
import type { Counterexample, DataType, Judgement } from '../../../src-shared/consistency'
import type { Verdict } from '../../../src-shared/verdict'
import type { RecordedOperation } from '../../workload/history'
import { describeLine } from '../describe'
import { undecided } from '../judgement'
import { unsuitable } from '../models'
import { DEFAULT_BOUNDS, NO_CLOCK } from './budget'
import type { Bounds, Budget } from './budget'
import { explain, firstUnexplained, smallestViolation } from './counterexample'
import { decideKey } from './decide'
import type { KeyOutcome } from './decide'
import { splitByKey } from './key-history'
import type { KeyHistory } from './key-history'

export interface JudgeProgress {
  readonly keys_done: number
  readonly keys: number
}

/** What a check goes by beside the history, and tells while it works. Without a clock, `Bounds.time_ms` is no bound. */
export interface CheckOptions {
  /** Any clock that does not jump. */
  readonly now_ms?: () => number
  readonly onProgress?: (progress: JudgeProgress) => void
  /** What each register holds at first; default: null, it is missing. */
  readonly initial?: string | null
}

type Violated = Extract<KeyOutcome, { verdict: 'violated' }>

/** How one key was decided, and what it may still spend on being explained. */
interface KeyVerdict {
  readonly history: KeyHistory
  readonly outcome: KeyOutcome
  readonly budget: Budget
}

/** Judges the whole history. Synchronous, and without a clock determined by its arguments alone. */
export function judgeLinearizable(
  history: readonly RecordedOperation[],
  type: DataType,
  bounds: Bounds = DEFAULT_BOUNDS,
  { now_ms = NO_CLOCK, onProgress = () => {}, initial = null }: CheckOptions = {}
): Judgement {
  const unfit = unsuitable(history, type)
  if (unfit) return undecided('linearizable', unfit)
  const end_ms = now_ms() + (bounds.time_ms ?? Infinity)
  // Short keys first, and each gets its share of what time is left: one hopeless key must not hide what the others show.
  const keys = splitByKey(history, initial).sort((a, b) => a.required.length - b.required.length)
  const verdicts: KeyVerdict[] = []
  for (const key of keys) {
    const share_ms = (end_ms - now_ms()) / (keys.length - verdicts.length)
    const budget = { deadline_ms: now_ms() + share_ms, now_ms, configurations: bounds.configurations }
    verdicts.push({ history: key, outcome: decide(key, type, budget), budget: { ...budget, deadline_ms: end_ms } })
    onProgress({ keys_done: verdicts.length, keys: keys.length })
  }
  return summarize(history, type, verdicts)
}

function decide(key: KeyHistory, type: DataType, budget: Budget): KeyOutcome {
  const outcome = decideKey(key, type, budget)
  return outcome.verdict === 'violated' ? firstUnexplained(key, type, budget, outcome) : outcome
}

function summarize(history: readonly RecordedOperation[], type: DataType, verdicts: readonly KeyVerdict[]): Judgement {
  const violated = verdicts.flatMap((v) => (v.outcome.verdict === 'violated' ? [{ ...v, outcome: v.outcome }] : []))
  const first = violated.sort((a, b) => a.outcome.stuck.completed_us - b.outcome.stuck.completed_us)[0]
  const open = verdicts.flatMap(({ history: { key }, outcome: o }) => (o.verdict === 'undecided' ? [`${key} (${o.reason})`] : []))
  const unknown = history.filter(({ outcome }) => outcome === 'unknown').length
  const extent = `${count(history.length, 'operation')} on ${count(verdicts.length, 'key')}, ${unknown} of unknown outcome`
  const verdict: Verdict = first ? 'violated' : open.length > 0 ? 'undecided' : 'holds'
  return {
    model: 'linearizable',
    verdict,
    text: first
      ? `${explain(first.history.key, type, first.outcome)}${others(violated.length - 1)} (${extent}.)`
      : open.length > 0
        ? `Not decided within the bounds: ${open.join(', ')}; the other keys hold (${extent}).`
        : `Every answer fits one order in which each operation takes effect between its invocation and its answer (${extent}).`,
    points: verdict === 'holds' ? linearizationPoints(verdicts) : [],
    counterexample: first ? counterexample(type, first) : null,
    figures: {}
  }
}

function others(count_of_keys: number): string {
  return count_of_keys > 0 ? ` ${count(count_of_keys, 'more key')} without an order.` : ''
}

function counterexample(
  type: DataType,
  { history, outcome, budget }: KeyVerdict & { readonly outcome: Violated }
): Counterexample {
  const { required, optional } = smallestViolation(history, type, budget, outcome)
  const { client, op } = outcome.stuck
  const operations = [...required, ...optional].sort((a, b) => a.invoked_us - b.invoked_us)
  return {
    operations: operations.map((o) => ({ client: o.client, op: o.op })),
    first_unexplained: { client, op },
    lines: operations.map((o) => describeLine(o, o.client === client && o.op === op))
  }
}

/** Each operation takes effect as soon as it and all before it in its key's order have been invoked. */
function linearizationPoints(verdicts: readonly KeyVerdict[]): Judgement['points'] {
  const points = verdicts.flatMap(({ outcome }) => {
    if (outcome.verdict !== 'holds') return []
    let at_us = 0
    return outcome.order.map(({ client, op, invoked_us }) => ({ client, op, at_us: (at_us = Math.max(at_us, invoked_us)) }))
  })
  return points.sort((a, b) => a.at_us - b.at_us)
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`
}
