/**
 * Eventual consistency of counters (Burckhardt, Gotsman, Yang and Zawirski, "Replicated data types", POPL 2014): once nobody counts any
 * more, everyone comes to read the sum of all increments. Those of unknown outcome may be in it or not, and may yet come into it.
 */
import type { Judgement } from '../../../../src-shared/consistency'
import { describeOperation } from '../../describe'
import { counterexampleOf } from '../findings/counterexample'
import { count } from '../findings/verdict-texts'
import type { CounterEvent, CounterEvents } from './history'
import { counterStaleness } from './staleness'
import { isSomeSum } from './subset-sum'

/** What is known of one key in the end. */
interface Settled {
  readonly key: string
  /** What acknowledged increments come to. */
  readonly sum: number
  readonly acknowledged: number
  /** Increments of unknown outcome. */
  readonly open: readonly number[]
  /** The last read of each client that was late enough. */
  readonly reads: CounterEvents
}

/** `settle_us`: time after a key's last increment from which on readers are expected to agree. May throw `OutOfBounds`. */
export function judgeEventualCounters(events: CounterEvents, settle_us: number, limit: (sums: number) => void): Judgement {
  const after = `at least ${settle_us / 1e6} s after its last increment`
  const settled = settle(events, settle_us).filter(({ reads }) => reads.length > 0)
  const base = { model: 'eventual' as const, points: [], counterexample: null, figures: counterStaleness(events) }
  for (const key of settled) {
    const odd = key.reads.find(({ sees }) => !isSomeSum(sees - key.sum, key.open, limit))
    if (!odd) continue
    const why = `${describeOperation(odd.operation)} ${after}, although ${count(key.acknowledged, 'acknowledged increment')} of ${key.key} come to ${key.sum}`
    const unknown = key.open.length > 0 ? `, whichever of ${key.open.length} of unknown outcome are added` : ''
    const counterexample = counterexampleOf([odd.operation], odd.operation)
    return { ...base, verdict: 'violated', text: `${why}${unknown}.`, counterexample }
  }
  const split = settled.find(({ reads }) => reads.some(({ sees }) => sees !== reads[0]!.sees))
  if (split) {
    const text = `Not decided: clients read different sums of ${split.key}, but some increments are of unknown outcome and may have happened in between.`
    return { ...base, verdict: 'undecided', text }
  }
  if (settled.length === 0) return { ...base, verdict: 'undecided', text: `Not decided: no key was read ${after}.` }
  return {
    ...base,
    verdict: 'holds',
    text: `All clients read the sum of the increments ${after}, on ${count(settled.length, 'key')}.`
  }
}

function settle(events: CounterEvents, settle_us: number): Settled[] {
  return [...new Set(events.map(({ key }) => key))].map((key) => {
    const of_key = events.filter((event) => event.key === key)
    const ended = of_key.filter(({ by, open }) => by !== null && !open)
    const quiet_us = Math.max(0, ...ended.map(({ operation }) => operation.completed_us!)) + settle_us
    const late = of_key.filter(({ by, operation }) => by === null && operation.invoked_us > quiet_us)
    const last = new Map<string, CounterEvent>(late.map((read) => [read.operation.client, read]))
    return {
      key,
      sum: ended.reduce((sum, { by }) => sum + by!, 0),
      acknowledged: ended.length,
      open: of_key.flatMap(({ by, open }) => (open ? [by!] : [])),
      reads: [...last.values()]
    }
  })
}
