/** What a node holds under each key, and which of its own clients' writes gave way to concurrent ones. */
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
  readonly made: number
  /** The newest of them that are still taken account of, as `client:op`. */
  readonly standing: readonly string[]
}

export interface Store {
  readonly rows: Map<string, Row>
  /** Of all rows' hashes, modulo 2³². */
  sum: number
  /** Writes of this node that gave way to concurrent ones. */
  overwritten: number
}

export type SavedRow = readonly [key: string, state: Plain, own: readonly OwnWrites[]]

/** What arrives for a key: what a write does to it, or all that another node knows of it. */
export interface Arrival {
  readonly key: string
  readonly delta: Plain
  /** The write, as `client:op`, where a client of this node made it, and as whom it took it in. */
  readonly own: { readonly origin: number; readonly operation: string } | null
}

/** What an arrival did besides changing a key. */
export interface Absorbed {
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

/** The key's values as a reader sees them. */
export function valuesOf({ rows }: Store, resolution: Resolution, key: string): readonly string[] {
  return resolution.values(rows.get(key)?.state ?? resolution.empty)
}

/** Joins what arrives into its row. */
export function absorb(store: Store, resolution: Resolution, arrival: Arrival, how: How): Absorbed {
  const { key, delta, own } = arrival
  const before = store.rows.get(key)
  const state = joinInto(resolution, before?.state ?? resolution.empty, delta, how)
  const overwritten: string[] = []
  const kept = withWrite(before?.own ?? [], own).map((writes) => {
    const gone = goneOf(resolution, state, writes)
    const newly_gone =
      gone -
      (before
        ? goneOf(
            resolution,
            before.state,
            before.own.find(({ origin }) => origin === writes.origin)
          )
        : 0)
    store.overwritten += newly_gone
    const left = Math.max(0, writes.standing.length - Math.max(0, newly_gone))
    overwritten.push(...writes.standing.slice(left))
    return { ...writes, standing: writes.standing.slice(0, left) }
  })
  setRow(store, key, { state, own: kept })
  return {
    is_conflict: own === null && before !== undefined && resolution.isConflict(before.state, delta),
    overwritten,
    by: resolution.writer(state)
  }
}

function withWrite(all: readonly OwnWrites[], own: Arrival['own']): readonly OwnWrites[] {
  if (own === null) return all
  const { origin, operation } = own
  const { made, standing } = all.find((writes) => writes.origin === origin) ?? { made: 0, standing: [] }
  const grown = { origin, made: made + 1, standing: [...standing, operation].slice(-NAMES_MAX) }
  return [...all.filter((writes) => writes.origin !== origin), grown]
}

/** How many of them gave way. A node whose disk was lost may have made more than it knows of. */
export function goneOf(resolution: Resolution, state: Plain, writes: OwnWrites | undefined): number {
  if (writes === undefined) return 0
  return Math.max(0, writes.made - (resolution.accounted(state, writes.origin) ?? writes.made))
}

/** Which bugs are on, and for which way of resolving conflicts. */
export interface How {
  readonly conflicts: Settings['conflicts']
  readonly switches: Switches
}

function joinInto(resolution: Resolution, state: Plain, delta: Plain, { conflicts, switches }: How): Plain {
  const by_arrival = conflicts === 'last-write-wins' ? switches.ignore_clock : switches.merge_not_commutative
  const joined = by_arrival ? resolution.joinByArrival(state, delta) : resolution.join(state, delta)
  return switches.forget_tombstone && resolution.values(joined).length === 0 ? resolution.empty : joined
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
