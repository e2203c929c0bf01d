/** Histories of counters under the models weaker than linearizability. */
import type { ConsistencyModel, Judgement } from '../../../../src-shared/consistency'
import type { RecordedOperation } from '../../../workload/history'
import { undecided } from '../../judgement'
import { attempt, counterexampleOf, firstBroken } from '../findings/counterexample'
import { NO_CLOCK } from '../../linearizability/budget'
import type { Bounds } from '../../linearizability/budget'
import { Meter } from '../meter'
import { linearize, pointsAlong } from '../checks/linearization-points'
import { count, holding, violated } from '../findings/verdict-texts'
import { findMiscount, isDecidedByCounting } from './counting'
import type { CounterFinding, Rules } from './counting'
import { judgeEventualCounters } from './eventual'
import { countersKnownBy, readCounters } from './history'
import type { CounterEvents } from './history'
import { searchCounterSequence } from './sequence'
import { findViewless } from './views'

export { areCounters } from './history'

/** Of making a counterexample small: searches, and what one of them may remember. */
const TRIES_MAX = 60
const NARROWING_BOUNDS: Bounds = { configurations: 300 }

type Ordered = Exclude<ConsistencyModel, 'linearizable' | 'eventual'>

/** What each model asks of sums. */
interface ModelRules extends Rules {
  /** It judges each key by itself. */
  readonly local: boolean
}

const CAUSAL: ModelRules = { own: true, lasting: true, causes: true, local: false }

const RULES: Readonly<Record<Ordered, ModelRules>> = {
  sequential: CAUSAL,
  'causal-memory': CAUSAL,
  'causal-convergence': CAUSAL,
  causal: CAUSAL,
  pram: { own: true, lasting: true, causes: false, local: false },
  'read-your-writes': { own: true, lasting: false, causes: false, local: true },
  'monotonic-reads': { own: false, lasting: true, causes: false, local: true },
  'monotonic-writes': { own: false, lasting: true, causes: false, local: false },
  'writes-follow-reads': { own: false, lasting: true, causes: true, local: false }
}

const HOLDS: Readonly<Record<Exclude<Ordered, 'sequential'>, string>> = {
  'causal-memory': 'Every sum is explained by increments that came causally before it, in one order for each session',
  'causal-convergence': 'Every sum is explained by increments that came causally before it',
  causal: 'Every sum is explained by increments that came causally before it',
  pram: "Every session's sums are explained by ever more of each other session's increments, in their order, and all of its own",
  'read-your-writes': 'No session read a sum without what it had added itself',
  'monotonic-reads': 'No session lost sight of increments that it had seen',
  'monotonic-writes': "No session saw one session's increments out of order",
  'writes-follow-reads': 'No session saw an increment without what its session had seen before it'
}

/** Judges a history of counters. May throw `OutOfBounds`. */
export function judgeCounters(
  history: readonly RecordedOperation[],
  model: Ordered | 'eventual',
  meter: Meter,
  settle_us: number
): Judgement {
  const events = readCounters(history)
  if (model === 'eventual') return judgeEventualCounters(events, settle_us, (sums) => meter.hold(sums))
  const sessions = new Set(events.map(({ lane }) => lane)).size
  const extent = `${count(history.length, 'operation')} in ${count(sessions, 'session')}`
  const rules = RULES[model]
  const miscount = findMiscount(events, rules)
  if (miscount) return explain(model, events, miscount, (part) => findMiscount(part, rules), extent)
  if (model === 'sequential') return judgeSequence(history, events, meter, extent)
  if (isDecidedByCounting(events, rules.local)) return holding(model, `${HOLDS[model]} (${extent}).`)
  // Writes follow reads leaves what a session writes to different keys without order: there, each key by itself is what must have a view.
  const find = (part: CounterEvents) =>
    findViewless(part, rules.own ? rules : { ...rules, local: rules.local || rules.causes }, meter)
  const viewless = attempt(() => find(events))
  if (viewless) return explain(model, events, viewless, find, extent)
  if (!rules.causes && viewless === null) return holding(model, `${HOLDS[model]} (${extent}).`)
  const is_ordered = linearize(history, 'counter', meter) !== null || searchCounterSequence(events, meter) !== null
  if (is_ordered) return holding(model, `One order that respects each session explains every sum (${extent}).`)
  return undecided(model, 'sums of several keys, or of increments that differ, do not tell which increments were seen')
}

function judgeSequence(history: readonly RecordedOperation[], events: CounterEvents, meter: Meter, extent: string): Judgement {
  const points = linearize(history, 'counter', meter)
  if (points) return holding('sequential', `One order explains every sum; this one even respects time (${extent}).`, points)
  const sequence = searchCounterSequence(events, meter)
  if (sequence) {
    const text = `One order that respects each session explains every sum, though not at the time it was read (${extent}).`
    return holding('sequential', text, pointsAlong(sequence.map(({ operation }) => operation)))
  }
  const find = (part: CounterEvents) => (searchCounterSequence(part, meter) ? null : { events: part, why: NO_ORDER })
  return explain('sequential', events, { events, why: NO_ORDER }, find, extent, fewestReads)
}

const NO_ORDER = 'No order that respects each session explains all these sums, whatever increments come between them'

/** As it was when the first answer came that breaks the model. `narrow`: fewer events that break it as well. */
function explain(
  model: Ordered,
  events: CounterEvents,
  finding: CounterFinding,
  find: (part: CounterEvents) => CounterFinding | null,
  extent: string,
  narrow: (events: CounterEvents) => CounterEvents = (all) => all
): Judgement {
  const operations = events.map(({ operation }) => operation)
  const findBy = (time_us: number) => find(countersKnownBy(events, time_us))
  const first = firstBroken(operations, operations, (time_us) => attempt(() => findBy(time_us) !== null))
  const early = first && attempt(() => findBy(first.completed_us!))
  const shown = early ?? finding
  const involved = narrow(shown.events).map(({ operation }) => operation)
  involved.sort((a, b) => a.invoked_us - b.invoked_us)
  return violated(model, { why: shown.why, counterexample: counterexampleOf(involved, first) }, extent)
}

/** Leaves out reads as long as no order explains the rest, in ever smaller chunks (Zeller & Hildebrandt 2002); the reads that remain. */
function fewestReads(events: CounterEvents): CounterEvents {
  const isBroken = (reads: CounterEvents) => {
    const kept = new Set(reads)
    const part = events.filter((event) => event.by !== null || kept.has(event))
    return attempt(() => searchCounterSequence(part, new Meter(NARROWING_BOUNDS, NO_CLOCK)) === null) ?? false
  }
  let reads: CounterEvents = events.filter(({ by }) => by === null)
  let tries = 0
  for (let size = reads.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at < reads.length && tries < TRIES_MAX;) {
      tries++
      const rest = reads.filter((_, i) => i < at || i >= at + size)
      if (isBroken(rest)) reads = rest
      else at += size
    }
  }
  return reads
}
