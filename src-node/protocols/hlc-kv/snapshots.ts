/** Snapshot reads: what all nodes had stamped before a time, once each of them has closed it. */
import { SnapshotRead } from '../../../src-shared/protocols/hlc-kv/facts'
import { tickClock } from './clock'
import type { Core } from './core'
import { replyStored } from './core'
import type { HlcState, SnapshotRequest } from './state'
import { newestBefore } from './store'
import { answerWith, laterOf } from './tokens'

/** Reads that may wait; more are refused at once. */
const WAITING_MAX = 1_000

/** The time as of which clients read: nodes agree on it, so that they answer alike. */
export function clientSnapshotTime({ clock, settings: { snapshot_grid_us } }: HlcState): number {
  return Math.floor(Math.floor(clock.physical_us / snapshot_grid_us) * snapshot_grid_us)
}

export function waitForSnapshot(core: Core, read: Omit<SnapshotRequest, 'since_us'>): void {
  const { waiting, now_us } = core.state
  if (waiting.length >= WAITING_MAX) return refuse(core, read.request, 'too many snapshot reads wait already')
  waiting.push({ ...read, since_us: now_us })
}

/** Answers what can be answered by now, and refuses what has waited for too long. */
export function serveSnapshots(core: Core): void {
  const { state } = core
  if (state.waiting.length === 0) return
  // Whatever this node stamps from now on is above what its clock shows.
  tickClock(state)
  state.waiting = state.waiting.filter((read) => !isDone(core, read))
}

function isDone(core: Core, read: SnapshotRequest): boolean {
  const { state } = core
  const { settings, switches, store, now_us } = state
  if (read.at_us < store.horizon_us) refuse(core, read.request, 'versions as old as this are no longer kept')
  else if (isClosed(state, read.at_us) || switches['snapshot-not-closed']) answer(core, read)
  else if (now_us - read.since_us < settings.snapshot_wait_us) return false
  else refuse(core, read.request, 'some node has not closed the time of this snapshot; try again later')
  return true
}

function isClosed({ slot, clock, closed }: HlcState, at_us: number): boolean {
  return closed.every(({ physical_us }, of) => (of === slot ? clock.physical_us : physical_us) >= at_us)
}

function answer(core: Core, { request, session, key, at_us, since_us }: SnapshotRequest): void {
  const { state } = core
  const found = newestBefore(state.store, key, at_us)
  const waited_ms = Math.max(0, state.now_us - since_us) / 1000
  state.counters.snapshot_reads++
  core.told.push(SnapshotRead.of(state.id, { key, at_us, operation: found?.operation ?? null, waited_ms }))
  if (request !== null)
    replyStored(core, request, answerWith({ value: found?.value ?? null }, laterOf(session, found?.stamp ?? null)))
}

function refuse(core: Core, request: number | null, error: string): void {
  if (request !== null) replyStored(core, request, { status: 'rejected', error })
}
