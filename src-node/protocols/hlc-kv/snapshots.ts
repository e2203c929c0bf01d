/** Reads that wait for a closed time: snapshots of what all nodes had stamped before it, and reads that may miss nothing from before it. */
import { FreshRead, SnapshotRead } from '../../../src-shared/protocols/hlc-kv/facts'
import { tickClock } from './clock'
import type { Core } from './core'
import { replyStored } from './core'
import type { HlcState, SnapshotRequest, Switches } from './state'
import { newestBefore, newestOf } from './store'
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
  if (read.policy === 'snapshot' && read.at_us < store.horizon_us)
    refuse(core, read.request, 'versions as old as this are no longer kept')
  else if (isClosed(state, read.at_us) || isUnchecked(switches, read.policy)) answer(core, read)
  else if (now_us - read.since_us < settings.snapshot_wait_us) return false
  else refuse(core, read.request, 'some node has not closed the time that this read needs; try again later')
  return true
}

type FreshRequest = SnapshotRequest & { readonly policy: 'bounded' | 'session' }

function answer(core: Core, read: SnapshotRequest): void {
  const { policy } = read
  if (policy === 'snapshot') answerAsOf(core, read)
  else answerNewest(core, { ...read, policy })
}

function isUnchecked(switches: Switches, policy: SnapshotRequest['policy']): boolean {
  switch (policy) {
    case 'snapshot':
      return switches['snapshot-not-closed'] === true
    case 'bounded':
      return switches['bound-ignored'] === true
    case 'session':
      return switches['token-ignored'] === true
  }
}

/** How far behind its clock the node may be with what others have stamped, µs. */
function lag_us({ slot, closed, now_us }: HlcState): number {
  return Math.max(0, ...closed.map(({ physical_us }, of) => (of === slot ? 0 : now_us - physical_us)))
}

/** The newest version, of which the time has been waited for. */
function answerNewest(core: Core, { request, session, key, policy, at_us, since_us }: FreshRequest): void {
  const { state } = core
  const found = newestOf(state.store, key)
  const waited_ms = Math.max(0, state.now_us - since_us) / 1000
  const stamp = found?.stamp ?? null
  core.told.push(FreshRead.of(state.id, { key, policy, at_us, operation: found?.operation ?? null, stamp, waited_ms }))
  const reply = answerWith({ value: found?.value ?? null }, laterOf(session, stamp))
  if (request !== null) replyStored(core, request, { ...reply, age_us: Math.round(lag_us(state)) })
}

function isClosed({ slot, clock, closed }: HlcState, at_us: number): boolean {
  return closed.every(({ physical_us }, of) => (of === slot ? clock.physical_us : physical_us) >= at_us)
}

function answerAsOf(core: Core, { request, session, key, at_us, since_us }: SnapshotRequest): void {
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
