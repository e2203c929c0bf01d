/** Follows clients' reads and writes to tell what each read cost, and how stale it was by what had been acknowledged when it began. */
import type { EventOf, LabEvent } from '../events'
import type { NodeId } from '../ids'
import { isWrite, keysOf } from '../operations'
import type { Operation } from '../operations'
import { operationKey } from './operations'

/** Writes of one key, operations under way and keys that are remembered at most. */
const WRITES_MAX = 4096
const OPEN_MAX = 100_000
const KEYS_MAX = 100_000

interface Write {
  readonly value: string
  readonly invoked_us: number
  /** Every write of the key before it had been acknowledged when it began: it is the key's newest, whatever the clocks say. */
  readonly is_alone: boolean
  /** Null: it is not acknowledged. */
  acknowledged: { readonly us: number; readonly by: NodeId } | null
}

/** Writes of one key in the order of their invocation. */
interface KeyWrites {
  readonly list: Write[]
  /** Of those that began, failures left out. */
  unacknowledged: number
}

interface OpenOperation {
  readonly operation: Operation
  readonly invoked_us: number
  readonly write: Write | null
  requests: number
}

export interface ReadsTracker {
  readonly open: Map<string, OpenOperation>
  /** By key; null: of a key that is not only put, so that values do not tell which write they are of. */
  readonly writes: Map<string, KeyWrites | null>
}

/** A read beside the newest write of its key that was acknowledged before it began. */
export interface ReadAfterWrite {
  readonly key: string
  /** From that acknowledgement to the read's beginning, as clients saw both. */
  readonly since_us: number
  /** How many acknowledged writes, that one and those before it, the read missed. */
  readonly versions_behind: number
  readonly written_by: NodeId
  readonly read_by: NodeId
}

/** A read that was answered. */
export interface AnsweredRead {
  /** Sent to nodes for it, tries that came to nothing included. */
  readonly requests: number
  /** Since the earliest acknowledgement, before the read began, of a write newer than what it read; 0: there was none. Null: not known. */
  readonly staleness_us: number | null
  /** Of a read of one key. Null: nothing was acknowledged before it, or it is not known which write was the newest. */
  readonly after_write: ReadAfterWrite | null
  readonly copy: EventOf<'ok'>['copy']
}

export function newReadsTracker(): ReadsTracker {
  return { open: new Map(), writes: new Map() }
}

/** Takes in an event; returns the read that it ends, if it is answered. */
export function trackReads(tracker: ReadsTracker, event: LabEvent): AnsweredRead | null {
  switch (event.kind) {
    case 'invoke':
      begin(tracker, event)
      return null
    case 'attempt': {
      const open = tracker.open.get(operationKey(event))
      if (open) open.requests++
      return null
    }
    case 'ok':
      return answered(tracker, event)
    case 'fail':
    case 'info': {
      const failed = end(tracker, event)
      if (failed?.write && event.kind === 'fail') forget(tracker, failed.operation.key, failed.write)
      return null
    }
    default:
      return null
  }
}

function begin({ open, writes }: ReadsTracker, event: EventOf<'invoke'>): void {
  const { operation, t } = event
  const write = operation.f === 'put' ? addWrite(writes, operation.key, operation.value, t) : null
  open.set(operationKey(event), { operation, invoked_us: t, write, requests: 0 })
  dropOldest(open, OPEN_MAX)
  if (isWrite(operation) && operation.f !== 'put') for (const key of keysOf(operation)) writes.set(key, null)
  dropOldest(writes, KEYS_MAX)
}

/** Null: the key's writes cannot be told apart. */
function addWrite(writes: ReadsTracker['writes'], key: string, value: string, invoked_us: number): Write | null {
  const of_key = writes.get(key)
  if (of_key === null) return null
  const known = of_key ?? { list: [], unacknowledged: 0 }
  const write: Write = { value, invoked_us, is_alone: known.unacknowledged === 0, acknowledged: null }
  known.list.push(write)
  known.unacknowledged++
  if (known.list.length > WRITES_MAX) known.list.shift()
  writes.set(key, known)
  return write
}

function answered(tracker: ReadsTracker, event: EventOf<'ok'>): AnsweredRead | null {
  const open = end(tracker, event)
  if (open === null) return null
  if (open.write) {
    open.write.acknowledged = { us: event.t, by: event.node }
    const of_key = tracker.writes.get(open.operation.key)
    if (of_key) of_key.unacknowledged--
  }
  if (isWrite(open.operation)) return null
  const { value = null, values = { [open.operation.key]: value } } = event.result
  const known = Object.entries(values).flatMap(([key, read]) => stalenessOf(tracker.writes.get(key), read, open.invoked_us) ?? [])
  return {
    requests: open.requests,
    staleness_us: known.length === 0 ? null : Math.max(...known),
    after_write: event.result.values === undefined ? afterWrite(tracker, open, value, event.node) : null,
    copy: event.copy
  }
}

function afterWrite(
  { writes }: ReadsTracker,
  { operation, invoked_us }: OpenOperation,
  value: string | null,
  read_by: NodeId
): ReadAfterWrite | null {
  const list = writes.get(operation.key)?.list ?? []
  let newest = list.length - 1
  while (newest >= 0 && list[newest]!.invoked_us >= invoked_us) newest--
  const { acknowledged = null, is_alone = false } = list[newest] ?? {}
  if (acknowledged === null || acknowledged.us > invoked_us || !is_alone) return null
  const source = sourceOf(list, value)
  if (source < 0 && value !== null) return null
  const versions_behind = list.slice(source + 1, newest + 1).filter((write) => write.acknowledged !== null).length
  return { key: operation.key, since_us: invoked_us - acknowledged.us, versions_behind, written_by: acknowledged.by, read_by }
}

/** The place of the write that a value is of; below 0: nothing was there yet, or it is older than all that are remembered. */
function sourceOf(list: readonly Write[], value: string | null): number {
  let source = list.length - 1
  while (source >= 0 && list[source]!.value !== value) source--
  return source
}

/** Null: the key's writes cannot be told apart. */
function stalenessOf(writes: KeyWrites | null | undefined, read: string | null, begun_us: number): number | null {
  if (writes === null) return null
  if (writes === undefined) return 0
  const { list } = writes
  const source = sourceOf(list, read)
  const replaced_us = source < 0 ? -1 : (list[source]!.acknowledged?.us ?? Infinity)
  let newer_us = begun_us
  for (let at = source + 1; at < list.length && list[at]!.invoked_us < newer_us; at++) {
    const { invoked_us, acknowledged } = list[at]!
    if (invoked_us > replaced_us && acknowledged !== null) newer_us = Math.min(newer_us, acknowledged.us)
  }
  return begun_us - newer_us
}

function end({ open }: ReadsTracker, event: EventOf<'ok' | 'fail' | 'info'>): OpenOperation | null {
  const key = operationKey(event)
  const ended = open.get(key) ?? null
  open.delete(key)
  return ended
}

function forget({ writes }: ReadsTracker, key: string, write: Write): void {
  const of_key = writes.get(key)
  if (!of_key) return
  const at = of_key.list.lastIndexOf(write)
  if (at >= 0) of_key.list.splice(at, 1)
  of_key.unacknowledged--
}

function dropOldest(map: Map<string, unknown>, size_max: number): void {
  if (map.size > size_max) map.delete(map.keys().next().value!)
}
