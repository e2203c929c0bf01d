/** Follows clients' reads and writes to tell what each read cost, and how stale it was by what had been acknowledged when it began. */
import type { EventOf, LabEvent } from '../events'
import { operationKey } from './operations'
import { isWrite, keysOf } from '../operations'
import type { Operation } from '../operations'

/** Writes of one key, operations under way and keys that are remembered at most. */
const WRITES_MAX = 4096
const OPEN_MAX = 100_000
const KEYS_MAX = 100_000

interface Write {
  readonly value: string
  readonly invoked_us: number
  /** Null: it is not acknowledged. */
  acknowledged_us: number | null
}

interface OpenOperation {
  readonly operation: Operation
  readonly invoked_us: number
  readonly write: Write | null
  requests: number
}

export interface ReadsTracker {
  readonly open: Map<string, OpenOperation>
  /** Writes of each key in the order of their invocation; null: of a key that is not only put, so that values do not tell which write they are of. */
  readonly writes: Map<string, Write[] | null>
}

/** A read that was answered. */
export interface AnsweredRead {
  /** Sent to nodes for it, tries that came to nothing included. */
  readonly requests: number
  /** Since the earliest acknowledgement, before the read began, of a write newer than what it read; 0: there was none. Null: not known. */
  readonly staleness_us: number | null
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
  const write = operation.f === 'put' ? { value: operation.value, invoked_us: t, acknowledged_us: null } : null
  open.set(operationKey(event), { operation, invoked_us: t, write, requests: 0 })
  dropOldest(open, OPEN_MAX)
  if (!isWrite(operation)) return
  for (const key of keysOf(operation)) {
    const of_key = writes.get(key)
    if (write === null) writes.set(key, null)
    else if (of_key === undefined) writes.set(key, [write])
    else if (of_key !== null) {
      of_key.push(write)
      if (of_key.length > WRITES_MAX) of_key.shift()
    }
  }
  dropOldest(writes, KEYS_MAX)
}

function answered(tracker: ReadsTracker, event: EventOf<'ok'>): AnsweredRead | null {
  const open = end(tracker, event)
  if (open === null) return null
  if (open.write) open.write.acknowledged_us = event.t
  if (isWrite(open.operation)) return null
  const { value = null, values = { [open.operation.key]: value } } = event.result
  const known = Object.entries(values).flatMap(([key, read]) => stalenessOf(tracker.writes.get(key), read, open.invoked_us) ?? [])
  return { requests: open.requests, staleness_us: known.length === 0 ? null : Math.max(...known), copy: event.copy }
}

/** Null: the key's writes cannot be told apart. */
function stalenessOf(writes: Write[] | null | undefined, read: string | null, begun_us: number): number | null {
  if (writes === null) return null
  if (writes === undefined) return 0
  let source = writes.length - 1
  while (source >= 0 && writes[source]!.value !== read) source--
  // Not among them: nothing was there yet, or it is older than all that are remembered.
  const replaced_us = source < 0 ? -1 : (writes[source]!.acknowledged_us ?? Infinity)
  let newer_us = begun_us
  for (let at = source + 1; at < writes.length && writes[at]!.invoked_us < newer_us; at++) {
    const { invoked_us, acknowledged_us } = writes[at]!
    if (invoked_us > replaced_us && acknowledged_us !== null) newer_us = Math.min(newer_us, acknowledged_us)
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
  const at = of_key?.lastIndexOf(write) ?? -1
  if (at >= 0) of_key!.splice(at, 1)
}

function dropOldest(map: Map<string, unknown>, size_max: number): void {
  if (map.size > size_max) map.delete(map.keys().next().value!)
}
