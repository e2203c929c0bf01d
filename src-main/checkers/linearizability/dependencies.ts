/**
 * Dependencies between operations: if an operation is removed together with all that depend on it, a linearizable history stays
 * linearizable, so such removals keep a counterexample valid.
 */
import type { DataType } from '../../../src-shared/consistency'
import { isWrite } from '../../../src-shared/operations'
import type { RecordedOperation } from '../../workload/history'
import { completion, isOver } from './key-history'
import { observed } from './refutations/kv'

type DependenciesOf = (operation: RecordedOperation, all: readonly RecordedOperation[]) => readonly RecordedOperation[]

/** For data types of which more is known than that an operation may lean on all writes: those of `all` that it leans on. */
const DEPENDENCIES: Readonly<Partial<Record<DataType, DependenciesOf>>> = {
  register: kv,
  'cas-register': kv,
  kv,
  counter,
  set,
  list,
  queue
}

/** Those of `all` that the operation leans on. */
export function dependenciesOf(type: DataType): DependenciesOf {
  return DEPENDENCIES[type] ?? allWrites
}

function allWrites(operation: RecordedOperation, all: readonly RecordedOperation[]): readonly RecordedOperation[] {
  return all.filter((o) => o !== operation && isWrite(o.operation))
}

/** A value read leans on all writes of it, and on what it may have been put together from. */
function kv(operation: RecordedOperation, all: readonly RecordedOperation[]): readonly RecordedOperation[] {
  const value = met(operation)
  if (value === undefined) return []
  const writes = all.filter((o) => o !== operation && o.operation.f !== 'get' && o.result?.swapped !== false)
  if (operation.result?.swapped === false) return neverReplaced(operation, writes)
  const composed = all.some((o) => o.operation.f === 'append')
  return writes.filter(({ operation: o }) => {
    if (!('value' in o)) return composed || value === null
    return composed ? (value ?? '').includes(o.value) : o.value === value
  })
}

/** The value that the operation says it met, or must have met if it did anything. */
function met(operation: RecordedOperation): string | null | undefined {
  return operation.operation.f === 'cas' ? operation.operation.expected : observed(operation)
}

/** For "another value" any write may be the reason, but not one that a later write certainly replaced. */
function neverReplaced(operation: RecordedOperation, writes: readonly RecordedOperation[]): readonly RecordedOperation[] {
  const replacing = writes.filter((o) => o.operation.f !== 'append' && o.outcome === 'ok' && isOver(o, operation))
  const last_us = Math.max(-Infinity, ...replacing.map((o) => o.invoked_us))
  return writes.filter((o) => completion(o) >= last_us && o.invoked_us <= completion(operation))
}

function counter(operation: RecordedOperation, all: readonly RecordedOperation[]): readonly RecordedOperation[] {
  if (operation.operation.f !== 'get') return []
  return all.filter((o) => o.operation.f === 'add' && o.invoked_us <= completion(operation))
}

function set(operation: RecordedOperation, all: readonly RecordedOperation[]): readonly RecordedOperation[] {
  if (operation.operation.f !== 'get') return []
  const members = new Set(operation.result?.members ?? [])
  return all.filter(({ operation: o }) => (o.f === 'add' && members.has(o.value)) || (o.f === 'remove' && !members.has(o.value)))
}

/** An element leans on what it was placed behind and on others of its name, its deletion on it, and a read on what it shows and on what others took away. */
function list({ operation, result }: RecordedOperation, all: readonly RecordedOperation[]): readonly RecordedOperation[] {
  if (operation.f === 'get') {
    const shown = new Set(result?.elements ?? [])
    return all.filter(
      ({ operation: o }) =>
        (o.f === 'insert-after' && shown.has(o.element)) || (o.f === 'delete-element' && !shown.has(o.element))
    )
  }
  if (!('element' in operation)) return []
  const named = [operation.element, 'after' in operation ? operation.after : null]
  return all.filter((o) => o.operation !== operation && o.operation.f === 'insert-after' && named.includes(o.operation.element))
}

/** A value that comes in and goes out only leaves together; a dequeue without an answer may have made way for any other. */
function queue(
  { operation, outcome, result }: RecordedOperation,
  all: readonly RecordedOperation[]
): readonly RecordedOperation[] {
  if (operation.f === 'enqueue') return all.filter((o) => o.result?.value === operation.value)
  if (outcome !== 'ok') return []
  return all.filter(
    (o) =>
      (o.operation.f === 'dequeue' && o.outcome !== 'ok') || (o.operation.f === 'enqueue' && o.operation.value === result?.value)
  )
}
