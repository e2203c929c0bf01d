/** Is a history linearizable (Herlihy & Wing 1990)? Key by key, since a history is linearizable when each of its keys is. */
import type { CheckResult, Verdict } from '../../../src-shared/result'
import type { RecordedOperation } from '../../workload/history'
import type { Model } from '../models/model'
import type { Bounds, Budget } from './budget'
import { explainFinding, explainSearch, shortestViolation } from './counterexample'
import type { Counterexample } from './counterexample'
import { splitByKey } from './key-history'
import type { KeyHistory } from './key-history'
import { findRefuted } from './quick-tests'
import { searchOrder } from './search'

export interface CheckProgress {
  readonly keys_done: number
  readonly keys: number
}

type KeyVerdict =
  | { readonly verdict: 'holds' }
  | { readonly verdict: 'violated'; readonly counterexample: Counterexample }
  | { readonly verdict: 'undecided'; readonly reason: string }

const EVIDENCE_KEYS_MAX = 3
const RESULT = { name: 'linearizable', title: 'Linearizability' }

/** Checks the whole history; `now_ms` is any clock that does not jump. */
export function checkLinearizable(
  history: readonly RecordedOperation[],
  model: Model,
  bounds: Bounds,
  now_ms: () => number,
  onProgress: (progress: CheckProgress) => void = () => {}
): CheckResult {
  const end_ms = now_ms() + bounds.time_ms
  // Short keys first, and each gets its share of what time is left: one hopeless key must not hide what the others show.
  const keys = splitByKey(history).sort((a, b) => a.required.length - b.required.length)
  const verdicts = new Map<string, KeyVerdict>()
  for (const key of keys) {
    const share_ms = (end_ms - now_ms()) / (keys.length - verdicts.size)
    const budget = { deadline_ms: now_ms() + share_ms, now_ms, configurations: bounds.configurations }
    verdicts.set(key.key, checkKey(key, model, budget))
    onProgress({ keys_done: verdicts.size, keys: keys.length })
  }
  return summarize(history, verdicts)
}

/** No verdict for the whole history, and why. */
export function undecidedResult(reason: string): CheckResult {
  return { ...RESULT, verdict: 'undecided', text: `Not decided within the bounds: ${reason}.`, evidence: [] }
}

function checkKey(key: KeyHistory, model: Model, budget: Budget): KeyVerdict {
  const finding = findRefuted(key)
  if (finding) return { verdict: 'violated', counterexample: explainFinding(key, finding) }
  const outcome = searchOrder(key, model, budget)
  if (outcome.verdict !== 'violated') return outcome
  const shortest = shortestViolation(key, model, budget, outcome)
  return { verdict: 'violated', counterexample: explainSearch(key, shortest) }
}

function summarize(history: readonly RecordedOperation[], verdicts: ReadonlyMap<string, KeyVerdict>): CheckResult {
  const violated = [...verdicts.values()].flatMap((v) => (v.verdict === 'violated' ? [v.counterexample] : []))
  const undecided = [...verdicts].flatMap(([key, v]) => (v.verdict === 'undecided' ? [`${key} (${v.reason})`] : []))
  const verdict: Verdict = violated.length > 0 ? 'violated' : undecided.length > 0 ? 'undecided' : 'holds'
  const unknown = history.filter(({ outcome }) => outcome === 'unknown').length
  const extent = `${count(history.length, 'operation')} on ${count(verdicts.size, 'key')}, ${unknown} of unknown outcome`
  return {
    ...RESULT,
    verdict,
    text: sentence(verdict, extent, violated, undecided),
    evidence: violated.slice(0, EVIDENCE_KEYS_MAX).flatMap(({ lines }, i) => (i === 0 ? lines : ['', ...lines]))
  }
}

function sentence(verdict: Verdict, extent: string, violated: readonly Counterexample[], undecided: readonly string[]): string {
  switch (verdict) {
    case 'holds':
      return `Every answer fits one order in which each operation takes effect between its invocation and its answer (${extent}).`
    case 'violated': {
      const others = violated.length > 1 ? ` ${count(violated.length - 1, 'more key')} without an order.` : ''
      return `${violated[0]!.text}${others} (${extent}.)`
    }
    case 'undecided':
      return `Not decided within the bounds: ${undecided.join(', ')}; the other keys hold (${extent}).`
  }
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`
}
