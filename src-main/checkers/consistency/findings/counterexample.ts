import type { Counterexample } from '../../../../src-shared/consistency'
import type { RecordedOperation } from '../../../workload/history'
import { describeLine } from '../../describe'
import { knownBy, narrow } from '../execution/execution'
import type { Execution } from '../execution/execution'
import type { Finding } from './finding'
import { OutOfBounds } from '../meter'

/** Executions tried on the way to a smallest one: the bound on how long it may take. */
const TRIES_MAX = 1_000

/** Why an execution is not of a model; null: it is. May throw `OutOfBounds`. */
export type FindViolation = (execution: Execution) => Finding | null

/** A violation in as few operations as were found to break the model. */
export interface SmallViolation {
  readonly why: string
  readonly counterexample: Counterexample
}

/** Makes a finding readable. */
export function explainFinding(execution: Execution, finding: Finding, find: FindViolation): SmallViolation {
  const involved = new Set(finding.events)
  const alone = narrow(execution, (e) => involved.has(e))
  const small = minimize(attempt(() => find(alone)) ? alone : execution, find)
  const operations = small.events.map(({ operation }) => operation)
  const why = attempt(() => find(small))?.why ?? finding.why
  return { why, counterexample: counterexampleOf(operations, firstUnexplained(execution, operations, find)) }
}

/** Operations that break a model, as readable lines. */
export function counterexampleOf(operations: readonly RecordedOperation[], first: RecordedOperation | null): Counterexample {
  return {
    operations: operations.map(({ client, op }) => ({ client, op })),
    first_unexplained: first && { client: first.client, op: first.op },
    lines: operations.map((operation) => describeLine(operation, operation === first))
  }
}

/** Leaves out events as long as the rest is violated, first in large chunks (delta debugging: Zeller & Hildebrandt 2002). */
function minimize(execution: Execution, find: FindViolation): Execution {
  let small = execution
  let tries = 0
  const sweep = (size: number) => {
    const before = small
    for (let at = 0; at < small.events.length && tries < TRIES_MAX;) {
      const rest = narrow(small, (e) => e < at || e >= at + size)
      tries++
      if (rest.events.length > 0 && attempt(() => find(rest))) small = rest
      else at += size
    }
    return small !== before
  }
  for (let size = execution.events.length >> 1; size > 1; size >>= 1) sweep(size)
  while (sweep(1));
  return small
}

/** The first operation at whose answer no explanation was left; null where the bounds did not allow to tell. */
function firstUnexplained(
  execution: Execution,
  operations: readonly RecordedOperation[],
  find: FindViolation
): RecordedOperation | null {
  const ended = execution.events.map(({ operation }) => operation)
  return firstBroken(ended, operations, (time_us) => attempt(() => find(knownBy(execution, time_us)) !== null))
}

/**
 * The first of `operations` by whose end the violation was there; null where `isBroken`, told a time, once answers undefined: the
 * bounds did not allow to tell. It was no later than the last of `involved`, which have no explanation already.
 */
export function firstBroken(
  operations: readonly RecordedOperation[],
  involved: readonly RecordedOperation[],
  isBroken: (time_us: number) => boolean | undefined
): RecordedOperation | null {
  const last_us = Math.max(...involved.map(({ completed_us }) => completed_us ?? 0))
  const ended = operations.filter(({ completed_us }) => (completed_us ?? Infinity) <= last_us)
  ended.sort((a, b) => a.completed_us! - b.completed_us!)
  let low = 0
  let high = ended.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    const broken = isBroken(ended[middle]!.completed_us!)
    if (broken === undefined) return null
    if (broken) high = middle
    else low = middle + 1
  }
  return ended[low] ?? null
}

/** Undefined where the bounds do not allow to tell. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof OutOfBounds) return undefined
    throw error
  }
}
