/** How long participants were in doubt, with what they had locked, and what became of transactions. */
import type { LabEvent } from '../../events'
import { isWithin, metricsPerSpan } from '../../metrics/metric'
import type { Metrics } from '../../metrics/metric'
import type { Span } from '../../folds/time-buckets'
import { Decided, Forced, HeuristicDamage, Prepared, Recovered, Released } from './facts'
import { memberOf } from './member'

interface Doubts {
  committed: number
  aborted: number
  /** By the operator. */
  forced: number
  damaged: number
  /** Of each participant and what it is in doubt about, by `member transaction`. */
  readonly lasting: Map<string, Doubt>
  longest_us: number
  /** Of each key that was locked. */
  locked_us: number
}

interface Doubt {
  readonly since_us: number
  /** Keys, and prefixes, that are locked as long as it lasts. */
  readonly locked: number
}

type Locks = Pick<Prepared['data'], 'reads' | 'writes'>

/** Doubts remembered at once; of more the oldest end unmeasured. */
const DOUBTS_MAX = 100_000

/** Doubt that began before the span, or lasts longer, counts with what is within it. */
export const transactionMetrics = metricsPerSpan({
  descriptions: [
    { name: 'transactions.committed', title: 'Transactions that the coordinator committed', unit: '' },
    { name: 'transactions.aborted', title: 'Transactions that the coordinator aborted', unit: '' },
    { name: 'transactions.in_doubt', title: 'Prepared transactions of participants without a decision at the end', unit: '' },
    { name: 'transactions.forced', title: 'Transactions in doubt that the operator had a participant end', unit: '' },
    { name: 'transactions.damaged', title: 'Of these, those of which the others decided otherwise', unit: '' },
    { name: 'in_doubt_ms.max', title: 'Longest time that a participant was in doubt', unit: 'ms' },
    {
      name: 'locks_held_ms.total',
      title: 'Time that keys were locked for transactions in doubt, of all keys together',
      unit: 'ms'
    }
  ],
  create: (): Doubts => ({
    committed: 0,
    aborted: 0,
    forced: 0,
    damaged: 0,
    lasting: new Map(),
    longest_us: 0,
    locked_us: 0
  }),
  fold: foldDoubts,
  figures({ committed, aborted, forced, damaged, lasting, longest_us, locked_us }, span, { cluster }): Metrics {
    const until_us = Math.min(span.to_us, cluster.now_us)
    const lengths_us = [...lasting.values()].map((doubt) => lengthWithin(doubt, until_us, span))
    const locked_yet_us = [...lasting.values()].reduce((sum, { locked }, i) => sum + locked * lengths_us[i]!, 0)
    return {
      'transactions.committed': committed,
      'transactions.aborted': aborted,
      'transactions.in_doubt': lengths_us.length,
      'transactions.forced': forced,
      'transactions.damaged': damaged,
      'in_doubt_ms.max': Math.max(longest_us, ...lengths_us) / 1000,
      'locks_held_ms.total': (locked_us + locked_yet_us) / 1000
    }
  }
})

function foldDoubts(doubts: Doubts, event: LabEvent, span: Span): void {
  if (event.kind !== 'fact' || event.t >= span.to_us) return
  const { t } = event
  const member = memberOf(event)
  if (Prepared.is(event)) beginDoubt(doubts, `${member} ${event.data.transaction}`, t, event.data)
  else if (Released.is(event)) endDoubt(doubts, `${member} ${event.data.transaction}`, t, span)
  else if (Recovered.is(event)) foldRecovered(doubts, event, span)
  else if (Forced.is(event)) endDoubt(doubts, `${member} ${event.data.transaction}`, t, span)
  if (isWithin(t, span)) count(doubts, event)
}

function count(doubts: Doubts, event: LabEvent): void {
  if (Forced.is(event)) doubts.forced++
  else if (HeuristicDamage.is(event)) doubts.damaged++
  else if (Decided.is(event)) {
    if (event.data.commit) doubts.committed++
    else doubts.aborted++
  }
}

/** What the node had come to know, or to prepare, when it died before it told of it. */
function foldRecovered(doubts: Doubts, event: Recovered, span: Span): void {
  const { t, data } = event
  const member = memberOf(event)
  const prepared = new Map(data.prepared.map((locks) => [`${member} ${locks.transaction}`, locks]))
  for (const name of doubts.lasting.keys())
    if (name.startsWith(`${member} `) && !prepared.has(name)) endDoubt(doubts, name, t, span)
  for (const [name, locks] of prepared) if (!doubts.lasting.has(name)) beginDoubt(doubts, name, t, locks)
}

function beginDoubt({ lasting }: Doubts, name: string, t: number, { reads, writes }: Locks): void {
  lasting.set(name, { since_us: t, locked: new Set([...reads, ...writes]).size })
  if (lasting.size > DOUBTS_MAX) lasting.delete(lasting.keys().next().value!)
}

function endDoubt(doubts: Doubts, name: string, t: number, span: Span): void {
  const doubt = doubts.lasting.get(name)
  if (doubt === undefined) return
  doubts.lasting.delete(name)
  const length_us = lengthWithin(doubt, t, span)
  doubts.longest_us = Math.max(doubts.longest_us, length_us)
  doubts.locked_us += doubt.locked * length_us
}

function lengthWithin({ since_us }: Doubt, to_us: number, span: Span): number {
  return Math.max(0, to_us - Math.max(since_us, span.from_us))
}
