/** How long participants were in doubt, and what became of transactions. */
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
  /** Since when each participant is in doubt about what, by `member transaction`. */
  readonly since_us: Map<string, number>
  longest_us: number
}

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
    { name: 'in_doubt_ms.max', title: 'Longest time that a participant was in doubt', unit: 'ms' }
  ],
  create: (): Doubts => ({ committed: 0, aborted: 0, forced: 0, damaged: 0, since_us: new Map(), longest_us: 0 }),
  fold: foldDoubts,
  figures({ committed, aborted, forced, damaged, since_us, longest_us }, span, { cluster }): Metrics {
    const until_us = Math.min(span.to_us, cluster.now_us)
    const lasting = [...since_us.values()].map((since) => lengthWithin(since, until_us, span))
    return {
      'transactions.committed': committed,
      'transactions.aborted': aborted,
      'transactions.in_doubt': lasting.length,
      'transactions.forced': forced,
      'transactions.damaged': damaged,
      'in_doubt_ms.max': Math.max(longest_us, ...lasting) / 1000
    }
  }
})

function foldDoubts(doubts: Doubts, event: LabEvent, span: Span): void {
  if (event.kind !== 'fact' || event.t >= span.to_us) return
  const { t } = event
  const member = memberOf(event)
  if (Prepared.is(event)) beginDoubt(doubts, `${member} ${event.data.transaction}`, t)
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
  const prepared = new Set(data.prepared.map(({ transaction }) => `${member} ${transaction}`))
  for (const name of doubts.since_us.keys())
    if (name.startsWith(`${member} `) && !prepared.has(name)) endDoubt(doubts, name, t, span)
  for (const name of prepared) if (!doubts.since_us.has(name)) beginDoubt(doubts, name, t)
}

function beginDoubt({ since_us }: Doubts, name: string, t: number): void {
  since_us.set(name, t)
  if (since_us.size > DOUBTS_MAX) since_us.delete(since_us.keys().next().value!)
}

function endDoubt(doubts: Doubts, name: string, t: number, span: Span): void {
  const since = doubts.since_us.get(name)
  if (since === undefined) return
  doubts.since_us.delete(name)
  doubts.longest_us = Math.max(doubts.longest_us, lengthWithin(since, t, span))
}

function lengthWithin(from_us: number, to_us: number, span: Span): number {
  return Math.max(0, to_us - Math.max(from_us, span.from_us))
}
