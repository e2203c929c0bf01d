/**
 * A history of counters as the models see it: increments, and reads that show a sum. Unlike a register's values, a sum does not tell
 * which increments it is made of; every model here asks whether *some* choice of them explains it. The definitions are those for any
 * data type of Perrin, Mostéfaoui and Jard ("Causal consistency: beyond memory", PPoPP 2016).
 */
import type { RecordedOperation } from '../../../workload/history'
import { amountOf } from '../../../../src-shared/data-types/counter/model'
import { unsuitable } from '../../models'
import { assignLanes } from '../execution/sessions'
import type { LanePosition } from '../execution/sessions'

/** An increment or a read. */
export interface CounterEvent extends LanePosition {
  readonly operation: RecordedOperation
  readonly key: string
  /** What it adds; null: it reads. */
  readonly by: number | null
  /** The sum read; NaN: what was read is no number. 0 for increments. */
  readonly sees: number
  /** Of unknown outcome: it may have happened at any time since, or not at all, and comes before nothing in its session. */
  readonly open: boolean
}

/** In the order of invocation. */
export type CounterEvents = readonly CounterEvent[]

/** Whether the history counts, and does nothing else. */
export function areCounters(history: readonly RecordedOperation[]): boolean {
  return history.some(({ operation }) => amountOf(operation) !== null) && unsuitable(history, 'counter') === null
}

/** The events of a history. Failed operations, unknown reads and increments by 0 did not happen. */
export function readCounters(history: readonly RecordedOperation[]): CounterEvents {
  const operations = history
    .filter(({ operation, outcome }) => outcome === 'ok' || (outcome === 'unknown' && operation.f !== 'get'))
    .sort((a, b) => a.invoked_us - b.invoked_us || a.op - b.op)
  const places = assignLanes(operations)
  const events = operations.map((operation, i): CounterEvent => {
    const by = amountOf(operation.operation)
    const sees = by === null ? Number(operation.result?.value ?? 0) : 0
    return { operation, key: operation.operation.key, by, sees, open: operation.outcome === 'unknown', ...places[i]! }
  })
  return events.filter(({ by }) => by !== 0)
}

/** What was known at `time_us`: reads that had ended, and of increments that had begun but not ended, that they may have happened. */
export function countersKnownBy(events: CounterEvents, time_us: number): CounterEvents {
  return events.flatMap((event) => {
    const { invoked_us, completed_us } = event.operation
    if (invoked_us > time_us) return []
    if (event.open || (completed_us !== null && completed_us <= time_us)) return [event]
    return event.by === null ? [] : [{ ...event, open: true }]
  })
}

/** The events of each session in order; open ones just before those that began later. */
export function bySession(events: CounterEvents): CounterEvents[] {
  const lanes = new Map<number, CounterEvent[]>()
  for (const event of events) {
    const members = lanes.get(event.lane)
    if (members) members.push(event)
    else lanes.set(event.lane, [event])
  }
  return [...lanes.values()].map((members) => members.sort((a, b) => a.slot - b.slot || Number(b.open) - Number(a.open)))
}

/** What the increments of a key come to: the sums of those that count down and up, and what every sum is a multiple of. */
export interface Tally {
  low: number
  high: number
  divisor: number
  /** All add the same. */
  alike: boolean
}

/** The tally of each key. A key without increments has none. */
export function tallies(events: CounterEvents): ReadonlyMap<string, Tally> {
  const keys = new Map<string, Tally>()
  for (const { key, by } of events) {
    if (by === null) continue
    let tally = keys.get(key)
    if (!tally) keys.set(key, (tally = { low: 0, high: 0, divisor: Math.abs(by), alike: true }))
    const one_way = by > 0 ? tally.low === 0 : tally.high === 0
    tally.alike &&= one_way && Math.abs(by) === tally.divisor
    tally.divisor = gcd(tally.divisor, Math.abs(by))
    tally.low += Math.min(by, 0)
    tally.high += Math.max(by, 0)
  }
  return keys
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
