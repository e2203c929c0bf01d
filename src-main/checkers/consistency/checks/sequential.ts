/**
 * Sequential consistency (Lamport 1979): there is one order of all operations that respects the order of each session, in which every
 * read shows the last write before it. Unlike linearizability it cannot be judged key by key. First an order that also respects
 * time, key by key: most histories have one. Then what the reads demand of any order, which finds most violations. Then a search
 * within that. Failed operations did not happen; a write of unknown outcome that was seen did, at whatever later time.
 */
import type { Judgement } from '../../../../src-shared/consistency'
import type { RecordedOperation } from '../../../workload/history'
import { undecided } from '../../judgement'
import { causalOrder } from './causal'
import { findBadPattern } from '../orders/bad-patterns'
import { counterexampleOf, explainFinding } from '../findings/counterexample'
import { readHistory } from '../execution/execution'
import type { Execution } from '../execution/execution'
import type { Finding } from '../findings/finding'
import type { Meter } from '../meter'
import type { Relation } from '../orders/relation'
import { linearize, pointsAlong } from './linearization-points'
import { Saturation } from '../orders/saturation'
import { searchSequence } from './sequential-search'
import { extentOf, holding, violated } from '../findings/verdict-texts'
import type { Value } from '../execution/versions'
import { WriteClocks, chainsBySession } from '../orders/write-chains'

/** Judges a history of registers. May throw `OutOfBounds`. */
export function judgeSequential(history: readonly RecordedOperation[], meter: Meter, initial: Value): Judgement {
  const { execution, opaque, torn } = readHistory(history, initial)
  const extent = extentOf(history, execution)
  const points = linearize(history, 'kv', meter, initial)
  if (points) return holding('sequential', `One order explains every answer; this one even respects time (${extent}).`, points)
  if (opaque) return undecided('sequential', opaque)
  if (torn) {
    const why = `No order explains how ${torn[0]!.client} #${torn[0]!.op} can have left different values`
    return violated('sequential', { why, counterexample: counterexampleOf(torn, null) }, extent)
  }
  const outcome = sequence(execution, meter)
  if (!('why' in outcome)) {
    const text = `One order that respects each session explains every answer, though not at the time it was given (${extent}).`
    return holding('sequential', text, pointsAlong(outcome))
  }
  const find = (part: Execution) => {
    const found = sequence(part, meter)
    return 'why' in found ? found : null
  }
  return violated('sequential', explainFinding(execution, outcome, find), extent)
}

/** An order of the execution's operations, or why there is none. */
function sequence(execution: Execution, meter: Meter): RecordedOperation[] | Finding {
  const order = causalOrder(execution)
  const found = findBadPattern(execution, order, meter) ?? addDemands(execution, order, meter)
  if (found) return found
  const sequence = searchSequence(execution, order, meter)
  if (sequence) return sequence.map((e) => execution.events[e]!.operation)
  return { events: execution.events.map((_, e) => e), why: 'No order that respects each session explains all of these' }
}

/** Adds to the order what the reads demand; a contradiction in that. */
function addDemands(execution: Execution, order: Relation, meter: Meter): Finding | null {
  const clocks = WriteClocks.along(order, order.sorted()!, chainsBySession(execution), meter)
  const reads = execution.events.flatMap(({ reads }, e) => (reads === null ? [] : [e]))
  return new Saturation(execution, order, clocks, meter).saturate(reads, false)
}
