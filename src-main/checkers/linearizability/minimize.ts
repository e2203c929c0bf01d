import type { DataType } from '../../../src-shared/consistency'
import type { RecordedOperation } from '../../workload/history'
import { LEANS_ON } from './dependencies'
import type { KeyHistory } from './key-history'

/** Histories tried on the way to a smallest one: the bound on how long it may take. */
const TRIES_MAX = 1_000

/**
 * Leaves out operations, each together with all that lean on it, as long as what is left is `violated`: first in large chunks, then
 * one by one until none can be spared (delta debugging: Zeller & Hildebrandt 2002). `essential` stays.
 */
export function minimize(
  history: KeyHistory,
  type: DataType,
  essential: RecordedOperation,
  violated: (history: KeyHistory) => boolean
): KeyHistory {
  const all = [...history.required, ...history.optional].sort((a, b) => a.invoked_us - b.invoked_us)
  let kept: ReadonlySet<RecordedOperation> = new Set(all)
  let tries = 0

  /** Whether anything of the chunks could be spared. */
  const sweep = (size: number): boolean => {
    const before = kept
    const operations = [...kept]
    const leaning = whoLeansOn(operations, type)
    for (let at = 0; at < operations.length && tries < TRIES_MAX; at += size) {
      const chunk = operations.slice(at, at + size).filter((o) => kept.has(o))
      const rest = without(kept, chunk, leaning)
      if (chunk.length === 0 || !rest.has(essential)) continue
      tries++
      if (violated(restrict(history, rest))) kept = rest
    }
    return kept !== before
  }

  for (let size = Math.ceil(all.length / 2); size > 1; size = Math.ceil(size / 2)) sweep(size)
  while (sweep(1));
  return restrict(history, kept)
}

/** What is left of `kept` without the operations and all that lean on them, directly or not. */
export function without(
  kept: ReadonlySet<RecordedOperation>,
  operations: readonly RecordedOperation[],
  leaning: ReadonlyMap<RecordedOperation, readonly RecordedOperation[]>
): ReadonlySet<RecordedOperation> {
  const rest = new Set(kept)
  const leaving = [...operations]
  for (let o = leaving.pop(); o; o = leaving.pop()) if (rest.delete(o)) leaving.push(...(leaning.get(o) ?? []))
  return rest
}

/** For each operation those that lean on it. */
export function whoLeansOn(
  all: readonly RecordedOperation[],
  type: DataType
): ReadonlyMap<RecordedOperation, readonly RecordedOperation[]> {
  const leaning = new Map<RecordedOperation, RecordedOperation[]>(all.map((o) => [o, []]))
  for (const o of all) for (const base of LEANS_ON[type](o, all)) leaning.get(base)!.push(o)
  return leaning
}

/** The part of the history that is `kept`. */
export function restrict({ key, required, optional }: KeyHistory, kept: ReadonlySet<RecordedOperation>): KeyHistory {
  return { key, required: required.filter((o) => kept.has(o)), optional: optional.filter((o) => kept.has(o)) }
}
