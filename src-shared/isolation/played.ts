/** Ten anomalies, each brought about by a script of its own (the Hermitage tests), and what becomes of them at each isolation setting. */
import type { StepAnswer } from '../data-types/operation'
import { applySteps } from '../data-types/transaction/apply'
import type { StoredValue } from '../data-types/transaction/apply'
import type { Step } from '../data-types/transaction/steps'

/** One of them. `id` is what the keys of its script begin with. */
export interface ScriptedAnomaly {
  readonly id: string
  readonly title: string
  readonly explanation: string
}

const CIRCULAR = 'g1c'

/** From what every setting prevents to what only serializability does. */
export const SCRIPTED_ANOMALIES: readonly ScriptedAnomaly[] = [
  {
    id: 'g0',
    title: 'G0, dirty write',
    explanation: 'Two transactions write the same two keys, and each key ends with another’s value.'
  },
  { id: 'g1a', title: 'G1a, aborted read', explanation: 'A value is read whose transaction aborts.' },
  { id: 'g1b', title: 'G1b, intermediate read', explanation: 'A value is read that its own transaction overwrites.' },
  { id: CIRCULAR, title: 'G1c, circular flow', explanation: 'Each of two transactions reads what the other writes.' },
  { id: 'otv', title: 'OTV, vanishing transaction', explanation: 'A transaction is seen at one key, and not at the next.' },
  { id: 'pmp', title: 'PMP, phantom', explanation: 'What a scan finds changes within its transaction.' },
  { id: 'p4', title: 'P4, lost update', explanation: 'Two transactions read a value and both write it.' },
  { id: 'g-single', title: 'G-single, read skew', explanation: 'One key is read before a transaction, and the other after it.' },
  {
    id: 'g2i',
    title: 'G2-item, write skew',
    explanation: 'Two transactions read the same two keys, and each writes another.'
  },
  {
    id: 'g2',
    title: 'G2, anti-dependency cycle',
    explanation: 'Two transactions scan, and each adds a key that the other did not find.'
  }
]

/** A setting of isolation, and the shipped scenario that plays all scripts under it. */
export interface IsolationSetting {
  readonly id: string
  readonly title: string
  readonly scenario: string
}

/** Weakest first. */
export const ISOLATION_SETTINGS: readonly IsolationSetting[] = [
  { id: 'read-uncommitted', title: 'Read uncommitted', scenario: 'isolation-read-uncommitted' },
  { id: 'read-committed', title: 'Read committed', scenario: 'isolation-read-committed' },
  { id: 'snapshot', title: 'Snapshot', scenario: 'isolation-snapshot' },
  { id: 'serializable', title: 'Serializable', scenario: 'isolation-serializable' }
]

/** A transaction of a script, and what came of it in a run. */
export interface PlayedTransaction {
  readonly client: string
  readonly at_us: number
  readonly steps: readonly Step[]
  readonly outcome: 'ok' | 'fail' | 'unknown'
  /** Of each step; empty unless `ok`. */
  readonly answers: readonly StepAnswer[]
}

/** `open`: some transaction has no known outcome. */
export type AnomalyVerdict = 'prevented' | 'possible' | 'open'

export interface PlayedAnomaly {
  readonly anomaly: string
  readonly verdict: AnomalyVerdict
  readonly transactions: readonly PlayedTransaction[]
}

/** What one run showed. */
export interface PlayedSetting {
  readonly setting: string
  readonly seed: number
  /** As YAML, to be opened. */
  readonly scenario: string
  readonly anomalies: readonly PlayedAnomaly[]
  /** Why it says nothing, one sentence; null when all went well. */
  readonly error: string | null
}

/** Divides what a run did among the scripts. Transactions that touch keys of several are the state that they begin with. */
export function playedAnomalies(transactions: readonly PlayedTransaction[]): PlayedAnomaly[] {
  const is_setup = ({ steps }: PlayedTransaction) => scriptsOf(steps).size > 1
  const initial = valuesAfter(new Map(), transactions.filter(is_setup))
  return SCRIPTED_ANOMALIES.map(({ id }) => {
    const own = transactions.filter((one) => !is_setup(one) && scriptsOf(one.steps).has(id))
    return { anomaly: id, verdict: verdictOf(id, own, initial), transactions: own }
  })
}

/** By default it came about, unless what was committed read what it would have read one after the other, in some order. */
function verdictOf(
  id: string,
  transactions: readonly PlayedTransaction[],
  initial: ReadonlyMap<string, StoredValue>
): AnomalyVerdict {
  if (transactions.length === 0 || transactions.some(({ outcome }) => outcome === 'unknown')) return 'open'
  const committed = transactions.filter(({ outcome }) => outcome === 'ok')
  // Where neither reads the other's write its script leaves a write skew.
  const came_about = id === CIRCULAR ? isCircular(committed) : !isSerial(committed, initial)
  return came_about ? 'possible' : 'prevented'
}

/** Whether each of them read what another wrote. */
function isCircular(committed: readonly PlayedTransaction[]): boolean {
  const hasWritten = ({ steps }: PlayedTransaction, answer: StepAnswer) =>
    steps.some((step) => step.do === 'write' && step.value === answer)
  return (
    committed.length > 1 &&
    committed.every((one) => one.answers.some((answer) => committed.some((other) => other !== one && hasWritten(other, answer))))
  )
}

/** Tries all orders: a script has three transactions at most. */
function isSerial(left: readonly PlayedTransaction[], values: ReadonlyMap<string, StoredValue>): boolean {
  return (
    left.length === 0 ||
    left.some((first) => {
      const after = applySteps(values, first.steps)
      const is_as_read = JSON.stringify(after.answers) === JSON.stringify(first.answers)
      return (
        is_as_read &&
        isSerial(
          left.filter((one) => one !== first),
          after.values
        )
      )
    })
  )
}

function valuesAfter(
  values: ReadonlyMap<string, StoredValue>,
  transactions: readonly PlayedTransaction[]
): ReadonlyMap<string, StoredValue> {
  return transactions
    .filter(({ outcome }) => outcome === 'ok')
    .reduce((before, { steps }) => applySteps(before, steps).values, values)
}

/** Ids of the anomalies whose keys these are: what stands before the last `-`. */
function scriptsOf(steps: readonly Step[]): Set<string> {
  const names = steps.flatMap((step) => ('key' in step ? step.key : step.do === 'scan' ? step.prefix : []))
  return new Set(names.map((name) => name.slice(0, name.lastIndexOf('-'))))
}
