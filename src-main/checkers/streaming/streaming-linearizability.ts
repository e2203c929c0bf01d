/** The linearizability check that goes along with a run; the checker after the run decides what this one has to give up. */
import type { LiveInvariant, Violation } from '../../../src-node/protocols/contract'
import type { DataType } from '../../../src-shared/consistency'
import type { EventOf, LabEvent } from '../../../src-shared/events'
import { keysOf, partOf, readsKey, readsSeveral } from '../../../src-shared/operations'
import type { Operation, OperationName, OperationResult } from '../../../src-shared/operations'
import { eventsLost } from '../../workload/history'
import { describeOperation } from '../describe'
import { MODELS } from '../models'
import type { Model } from '../models'
import { KeyChecker, KEY_CHECK_BOUNDS } from './key-checker'
import type { KeyCheckBounds } from './key-checker'

/** Operations named beside the one that nothing explains: those of its key that completed last. */
const CONCURRENT_MAX = 3

type End = EventOf<'ok'> | EventOf<'fail'> | EventOf<'info'>

interface OpenOperation {
  readonly id: number
  readonly operation: Operation
  /** The read of several keys that it is one read of; absent: it is none. */
  readonly read_by?: OperationName
  readonly invoked_us: number
  readonly seq: number
}

interface CheckedKey {
  /** null: given up, or found violated. */
  watch: KeyChecker | null
  /** Seq of the events of the operations that completed last. */
  readonly concurrent_count: number[]
}

/**
 * Watches the operations of a run. Tells of each key at most once, as soon as an answer came that no order explains: with the first
 * event of a later time, since operations that touch in time overlap. Bounded by counts alone, so that the same stream
 * always gets the same answer; a key that needs more is given up without a word.
 */
export function createStreamingLinearizability(type: DataType, bounds = KEY_CHECK_BOUNDS): LiveInvariant {
  const watch = new StreamingLinearizability(MODELS[type], bounds)
  return { name: 'linearizable', observe: (event) => watch.observe(event) }
}

class StreamingLinearizability {
  private readonly keys = new Map<string, CheckedKey>()
  private readonly open = new Map<string, OpenOperation>()
  /** Those of them that read several keys. */
  private readonly open_reads = new Set<OpenOperation>()
  /** Ends at the present time, in their order. */
  private due: End[] = []
  private readonly found: Violation[] = []
  private operations = 0
  private given_up = false

  constructor(
    private readonly model: Model,
    private readonly bounds: KeyCheckBounds
  ) {}

  observe(event: LabEvent): Violation | null {
    if (this.due.length > 0 && event.t > this.due[0]!.t) this.settle()
    switch (event.kind) {
      case 'invoke':
        this.begin(event)
        break
      case 'ok':
      case 'fail':
      case 'info':
        this.due.push(event)
        break
      case 'gap':
        // An answer may rest on an operation that was lost.
        if (eventsLost([event]) > 0) this.giveUp()
        break
    }
    return this.found.shift() ?? null
  }

  private giveUp(): void {
    this.given_up = true
    for (const key of this.keys.values()) key.watch = null
  }

  private begin({ client, op, operation, t, seq }: EventOf<'invoke'>): void {
    const id = ++this.operations
    const begun = { id, operation, invoked_us: t, seq }
    this.open.set(`${client}:${op}`, begun)
    if (readsSeveral(operation)) return this.beginReads(begun)
    // What the data type does not have, it cannot be held against.
    if (this.model.operations.includes(operation.f)) this.keyOf(partOf(operation)).watch?.invoke(id, operation)
    else for (const key of keysOf(operation)) this.keyOf(key).watch = null
  }

  /** A read of each key that it covers; those that come up before it ends follow. */
  private beginReads(begun: OpenOperation): void {
    this.open_reads.add(begun)
    for (const [key, { watch }] of this.keys) if (readsKey(begun.operation, key)) watch?.invoke(begun.id, readOf(key))
  }

  private keyOf(key: string): CheckedKey {
    let watched = this.keys.get(key)
    if (!watched) {
      const watch = this.given_up ? null : new KeyChecker(this.model, this.bounds)
      for (const { id, operation } of this.open_reads) if (readsKey(operation, key)) watch?.invoke(id, readOf(key))
      watched = { watch, concurrent_count: [] }
      this.keys.set(key, watched)
    }
    return watched
  }

  private settle(): void {
    for (const end of this.due) this.end(end)
    this.due = []
  }

  private end(end: End): void {
    const name = `${end.client}:${end.op}`
    const begun = this.open.get(name)
    // Its invocation was lost.
    if (!begun) return
    this.open.delete(name)
    if (readsSeveral(begun.operation)) return this.endReads(begun, end)
    const key = partOf(begun.operation)
    this.endOn(key, begun, end, end.kind === 'ok' ? end.result : null)
  }

  private endReads(begun: OpenOperation, end: End): void {
    const values = (end.kind === 'ok' && end.result.values) || {}
    for (const [key, value] of Object.entries(values)) if (value !== null) this.keyOf(key)
    this.open_reads.delete(begun)
    for (const key of this.keys.keys()) {
      if (!readsKey(begun.operation, key)) continue
      const result = end.kind === 'ok' ? { value: values[key] ?? null } : null
      this.endOn(key, { ...begun, operation: readOf(key), read_by: begun.operation.f }, end, result)
    }
  }

  private endOn(name: string, begun: OpenOperation, end: End, result: OperationResult | null): void {
    const key = this.keyOf(name)
    if (!key.watch) return
    if (end.kind === 'info') return key.watch.leaveOpen(begun.id)
    const explained = result ? key.watch.complete(begun.id, result) : key.watch.fail(begun.id)
    if (explained !== 'yes') key.watch = null
    if (explained === 'no') this.found.push(violationOf(begun, end, result, key.concurrent_count))
    key.concurrent_count.push(begun.seq, end.seq)
    if (key.concurrent_count.length > 2 * CONCURRENT_MAX) key.concurrent_count.splice(0, 2)
  }
}

function readOf(key: string): Operation {
  return { f: 'get', key }
}

function violationOf(
  { operation, read_by, invoked_us, seq }: OpenOperation,
  { client, op, t, seq: end_seq }: End,
  result: OperationResult | null,
  concurrent_count: readonly number[]
): Violation {
  const answer = result ? ({ outcome: 'ok', result } as const) : ({ outcome: 'fail', result: null } as const)
  const what = describeOperation({ client, op, operation, ...(read_by && { read_by }), invoked_us, completed_us: t, ...answer })
  return { text: `No order of the operations on ${operation.key} explains ${what}`, events: [seq, end_seq, ...concurrent_count] }
}
