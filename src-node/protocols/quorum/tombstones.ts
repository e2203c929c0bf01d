/**
 * Tombstones are forgotten after their grace period, and not before every replica has had them for as long: a replica that missed the
 * deletion would bring the value back. Each replica asks the others by itself. With `tombstones_wait` off the grace alone decides.
 */
import type { NodeId } from '../../../src-shared/ids'
import { note, send, setTimer } from '../kit/core'
import { setBounded } from '../kit/bounded'
import type { Core } from './core'
import { replaceRow, replicasOf, sendStored, mergeRow } from './core'
import { isLate } from './carry-limit'
import type { Buried, Bury } from './messages'
import type { TombstoneAcks, QuorumState } from './state'
import { isTombstone, rowHash, rowOf } from './store'
import { isExpired } from './absorb'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import { mayKeep } from './returning'
import type { Row } from './version'

/** How often expired tombstones are looked for, at most. */
const SWEEP_US_MAX = 1_000_000
/** Rows in one message. */
const ROWS_MAX = 500
/** Forgotten tombstones that are known as such; a node that hears of an older one asks the others once more. */
const FORGOTTEN_MAX = 10_000

export function startSweeps(core: Core): void {
  setTimer(core, 'sweep', Math.min(core.state.settings.tombstone_grace_us, SWEEP_US_MAX))
}

export function onSweepTimer(core: Core): void {
  const { state } = core
  for (const key of state.tombstone_acks.keys()) if (!state.store.tombstones.has(key)) state.tombstone_acks.delete(key)
  for (const key of [...state.store.tombstones]) forgetIfDue(core, key)
  if (state.settings.tombstones_wait) askOthers(core)
  startSweeps(core)
}

/** Another replica asks whether all replicas have these tombstones: merge and acknowledge them. */
export function onBury(core: Core, from: NodeId, message: Bury): void {
  if (isLate(core, from, message)) return
  const { state } = core
  const rows = message.rows.filter(([key]) => mayKeep(state, key))
  for (const [key, row] of rows) mergeRow(core, key, row)
  sendStored(core, from, { type: 'buried', hashes: rows.map(([key, row]) => [key, rowHash(key, row)]) })
}

/** Another replica has them. */
export function onBuried({ state }: Core, from: NodeId, { hashes }: Buried): void {
  for (const [key, hash] of hashes) {
    const acks = state.tombstone_acks.get(key)
    if (acks?.hash !== hash || !replicasOf(state, key).includes(from)) continue
    acks.acked_by.add(from)
    if (unackedReplicas(state, key, acks).length === 0) acks.complete_us ??= state.now_us
  }
}

function forgetIfDue(core: Core, key: string): void {
  const { state } = core
  const range = rangeOf(key, state.settings)
  // What it deletes may be on its way here.
  if (state.moving.has(range) || state.rebuilding.has(range)) return
  const row = rowOf(state.store, key)
  const kept = row.filter((version) => !isExpired(state, version))
  if (kept.length === row.length || (state.settings.tombstones_wait && !isAckedByAll(state, key))) return
  note(core, 'tombstone-dropped', `${state.id} forgets that ${key} was deleted`)
  replaceRow(core, key, kept)
  remember(
    state,
    key,
    row.filter((version) => !kept.includes(version))
  )
}

/** Whether all replicas have had the row's tombstones for long enough. */
function isAckedByAll(state: QuorumState, key: string): boolean {
  const { settings, now_us, tombstone_acks } = state
  const acks = tombstone_acks.get(key)
  if (acks === undefined || acks.complete_us === null || acks.hash !== rowHash(key, tombstonesOf(state, key))) return false
  // A replica may have come since.
  if (unackedReplicas(state, key, acks).length > 0) return false
  return now_us - acks.complete_us > Math.max(settings.tombstone_grace_us, 2 * settings.carry_us)
}

function remember({ forgotten }: QuorumState, key: string, gone: Row): void {
  forgotten.delete(key)
  setBounded(forgotten, key, gone, FORGOTTEN_MAX)
}

/** Sends the tombstones to the replicas that have not said yet that they have them. */
function askOthers(core: Core): void {
  const { state } = core
  const asked = new Map<NodeId, [string, Row][]>()
  for (const key of state.store.tombstones) {
    for (const replica of unackedReplicas(state, key, tombstoneAcksOf(state, key))) {
      const rows = asked.get(replica) ?? []
      if (rows.length < ROWS_MAX) rows.push([key, tombstonesOf(state, key)])
      asked.set(replica, rows)
    }
  }
  for (const [replica, rows] of asked) send(core, replica, { type: 'bury', as_of_us: state.now_us, rows }, 'sync')
}

/** How far it is with the key's tombstones as they are now. */
function tombstoneAcksOf(state: QuorumState, key: string): TombstoneAcks {
  const hash = rowHash(key, tombstonesOf(state, key))
  const known = state.tombstone_acks.get(key)
  if (known?.hash === hash) return known
  const is_alone = replicasOf(state, key).length === 1
  const acks = { hash, acked_by: new Set<NodeId>(), complete_us: is_alone ? state.now_us : null }
  state.tombstone_acks.set(key, acks)
  return acks
}

function tombstonesOf({ store }: QuorumState, key: string): Row {
  return rowOf(store, key).filter(isTombstone)
}

function unackedReplicas(state: QuorumState, key: string, { acked_by }: TombstoneAcks): NodeId[] {
  return replicasOf(state, key).filter((replica) => replica !== state.id && !acked_by.has(replica))
}
