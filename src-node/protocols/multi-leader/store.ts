/** What a node holds under each key, and which of its own clients' writes gave way to concurrent ones. */
import type { OperationResult } from '../../../src-shared/operations'
import { crc32c } from '../../../src-shared/wire/crc32c'
import type { Plain } from '../contract'
import type { Resolution } from './resolutions/resolution'
import type { Settings, Switches } from './settings'

/** Names kept of a key's own writes. */
const NAMES_MAX = 64

export interface Row {
  readonly state: Plain
  /** What this node took in from clients, by generation of its disk. */
  readonly own: readonly OwnWrites[]
  readonly hash: number
}

/** Writes of a key that a node took in from clients. */
export type OwnWrites = {
  readonly origin: number
  readonly write_count: number
  /** The newest of them that are still taken account of, as `client:op`. */
  readonly live_operations: readonly string[]
}

export interface Store {
  readonly rows: Map<string, Row>
  /** Of all rows' hashes, modulo 2³². */
  sum: number
  /** Writes of this node that gave way to concurrent ones. */
  overwritten: number
}

export type SavedRow = readonly [key: string, state: Plain, own: readonly OwnWrites[]]

/** A change to merge into a key: the delta of one write, or another node's full state of the key. */
export interface IncomingChange {
  readonly key: string
  readonly delta: Plain
  /** The write, as `client:op`, where a client of this node made it, and as whom it took it in. */
  readonly own: { readonly origin: number; readonly operation: string } | null
}

/** What an arrival did besides changing a key. */
export interface MergeResult {
  /** It met a write that did not know of it, nor it of that one. */
  readonly is_conflict: boolean
  /** Writes of this node that gave way, as far as they are remembered, as `client:op`. */
  readonly overwritten: readonly string[]
  /** Whose write stands instead. */
  readonly by: string | null
}

export function emptyStore(): Store {
  return { rows: new Map(), sum: 0, overwritten: 0 }
}

/** What the node holds under the key. */
export function stateOf({ rows }: Store, resolution: Resolution, key: string): Plain {
  return rows.get(key)?.state ?? resolution.empty
}

/** Joins what arrives into its row. */
export function mergeIncoming(
  store: Store,
  resolution: Resolution,
  arrival: IncomingChange,
  merge_options: MergeOptions
): MergeResult {
  const { key, delta, own } = arrival
  const before = store.rows.get(key)
  const state = joinInto(resolution, before?.state ?? resolution.empty, delta, merge_options)
  const overwritten: string[] = []
  const kept = withWrite(before?.own ?? [], own).map((writes) => {
    const gone = overwrittenCount(resolution, state, writes)
    const newly_overwritten =
      gone -
      (before
        ? overwrittenCount(
            resolution,
            before.state,
            before.own.find(({ origin }) => origin === writes.origin)
          )
        : 0)
    store.overwritten += newly_overwritten
    const left = Math.max(0, writes.live_operations.length - Math.max(0, newly_overwritten))
    overwritten.push(...writes.live_operations.slice(left))
    return { ...writes, live_operations: writes.live_operations.slice(0, left) }
  })
  setRow(store, key, { state, own: kept })
  return {
    is_conflict: own === null && before !== undefined && resolution.isConflict(before.state, delta),
    overwritten,
    by: resolution.writer(state)
  }
}

function withWrite(all: readonly OwnWrites[], own: IncomingChange['own']): readonly OwnWrites[] {
  if (own === null) return all
  const { origin, operation } = own
  const { write_count, live_operations } = all.find((writes) => writes.origin === origin) ?? {
    write_count: 0,
    live_operations: []
  }
  const grown = { origin, write_count: write_count + 1, live_operations: [...live_operations, operation].slice(-NAMES_MAX) }
  return [...all.filter((writes) => writes.origin !== origin), grown]
}

/** Number of these writes that were overwritten by concurrent ones. */
export function overwrittenCount(resolution: Resolution, state: Plain, writes: OwnWrites | undefined): number {
  if (writes === undefined) return 0
  return Math.max(0, writes.write_count - (resolution.accounted(state, writes.origin) ?? writes.write_count))
}

/** Which bugs are on, and for which way of resolving conflicts. */
export interface MergeOptions {
  readonly conflicts: Settings['conflicts']
  readonly switches: Switches
}

function joinInto(resolution: Resolution, state: Plain, delta: Plain, { conflicts, switches }: MergeOptions): Plain {
  const by_arrival = conflicts === 'last-write-wins' ? switches['ignore-clock'] : switches['merge-not-commutative']
  const joined = by_arrival ? resolution.joinByArrival(state, delta) : resolution.join(state, delta)
  return switches['forget-tombstone'] && isNothing(resolution.read(joined)) ? resolution.empty : joined
}

function isNothing({ value = null, members = [] }: OperationResult): boolean {
  return value === null && members.length === 0
}

export function setRow(store: Store, key: string, row: Omit<Row, 'hash'>): void {
  const hash = hashOf(key, row.state)
  store.sum = (store.sum - (store.rows.get(key)?.hash ?? 0) + hash) >>> 0
  store.rows.set(key, { ...row, hash })
}

const encoder = new TextEncoder()

/** States are in canonical order: equal ones encode to equal text. */
function hashOf(key: string, state: Plain): number {
  return crc32c(encoder.encode(JSON.stringify([key, state])))
}
