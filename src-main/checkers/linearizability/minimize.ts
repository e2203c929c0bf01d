import type { DataType } from '../../../src-shared/consistency'
import type { RecordedOperation } from '../../workload/history'
import { dependenciesOf } from './dependencies'
import type { KeyHistory } from './key-history'

/** Histories tried on the way to a smallest one: the bound on how long it may take. */
const TRIES_MAX = 400
/** A part with more operations than this is not made smaller: each try would take too long. */
const OPERATIONS_MAX = 256

/**
 * The fewest operations found that are still `violated`, the first of `core` among them. First grows a part around the core until
 * that is violated, then leaves out operations, each together with all that lean on it, in large chunks and at last one by one until
 * none can be spared (delta debugging: Zeller & Hildebrandt 2002).
 */
export function minimize(
  history: KeyHistory,
  type: DataType,
  core: readonly RecordedOperation[],
  violated: (history: KeyHistory) => boolean
): KeyHistory {
  const [essential] = core
  let kept = smallStart(history, type, core, violated)
  let tries = 0
  if (kept.size > OPERATIONS_MAX) return restrict(history, kept)

  /** Whether anything of the chunks could be spared. */
  const sweep = (size: number): boolean => {
    const before = kept
    const operations = [...kept]
    const dependents = dependentsOf(operations, type)
    for (let at = 0; at < operations.length && tries < TRIES_MAX; at += size) {
      const chunk = operations.slice(at, at + size).filter((o) => kept.has(o))
      const rest = without(kept, chunk, dependents)
      if (chunk.length === 0 || !rest.has(essential!)) continue
      tries++
      if (violated(restrict(history, rest))) kept = rest
    }
    return kept !== before
  }

  for (let size = Math.ceil(kept.size / 2); size > 1; size = Math.ceil(size / 2)) sweep(size)
  while (sweep(1));
  return restrict(history, kept)
}

/** The core, some operations that were invoked last, and all that these lean on: ever more until they are violated. */
function smallStart(
  history: KeyHistory,
  type: DataType,
  core: readonly RecordedOperation[],
  violated: (history: KeyHistory) => boolean
): ReadonlySet<RecordedOperation> {
  const all = [...history.required, ...history.optional].sort((a, b) => a.invoked_us - b.invoked_us)
  for (let latest = 0; latest < all.length; latest = 4 * latest + 4) {
    const part = withDependencies([...core, ...all.slice(all.length - latest)], all, type)
    if (part.size < all.length && violated(restrict(history, part))) return part
  }
  return new Set(all)
}

/** The operations and all that they lean on, directly or not. */
function withDependencies(
  operations: readonly RecordedOperation[],
  all: readonly RecordedOperation[],
  type: DataType
): ReadonlySet<RecordedOperation> {
  const part = new Set<RecordedOperation>()
  const coming = [...operations]
  for (let o = coming.pop(); o; o = coming.pop()) {
    if (part.has(o)) continue
    part.add(o)
    coming.push(...dependenciesOf(type)(o, all))
  }
  return part
}

/** What is left of `kept` without the operations and all that lean on them, directly or not. */
export function without(
  kept: ReadonlySet<RecordedOperation>,
  operations: readonly RecordedOperation[],
  dependents: ReadonlyMap<RecordedOperation, readonly RecordedOperation[]>
): ReadonlySet<RecordedOperation> {
  const rest = new Set(kept)
  const leaving = [...operations]
  for (let o = leaving.pop(); o; o = leaving.pop()) if (rest.delete(o)) leaving.push(...(dependents.get(o) ?? []))
  return rest
}

/** For each operation those that lean on it. */
export function dependentsOf(
  all: readonly RecordedOperation[],
  type: DataType
): ReadonlyMap<RecordedOperation, readonly RecordedOperation[]> {
  const dependents = new Map<RecordedOperation, RecordedOperation[]>(all.map((o) => [o, []]))
  for (const o of all) for (const base of dependenciesOf(type)(o, all)) dependents.get(base)!.push(o)
  return dependents
}

/** The part of the history that is `kept`. */
export function restrict({ key, initial, required, optional }: KeyHistory, kept: ReadonlySet<RecordedOperation>): KeyHistory {
  return { key, initial, required: required.filter((o) => kept.has(o)), optional: optional.filter((o) => kept.has(o)) }
}
