/** What is told once it is on disk, and when the log gives way to a snapshot. */
import type { ProtocolEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import { Updates } from '../../../src-shared/protocols/numbered-updates/facts'
import type { UpdateMark } from '../../../src-shared/protocols/numbered-updates/facts'
import { emit, saveSnapshot } from '../kit/core'
import { emitDurable, emitOnceDurable } from '../kit/durable-events'
import { countOf, nameOfOrigin } from '../numbered-updates/origins'
import { runsOf } from '../replicated-log/sessions'
import type { Core } from './core'
import type { Version } from './messages'
import type { HlcSnapshot, HlcState } from './state'
import { dropOld } from './store'

/** Tells what this step did, as soon as all that it wrote is on disk, and at once what readers find. */
export function tellAll(core: Core): void {
  const { state, taken } = core
  const told = taken.length > 0 || core.has_skipped ? [updatesEvent(core), ...core.told] : core.told
  const is_durable = state.disk.records === state.disk.durable
  for (const event of told) {
    if (is_durable) emit(core, event)
    else emitOnceDurable(core, event)
  }
  if (taken.length > 0) emit(core, contentsEvent(state))
}

export function onDurable(core: Core, records: number): void {
  core.state.disk.durable = records
  emitDurable(core, records)
}

function updatesEvent({ state, taken, overwritten, has_skipped }: Core): ProtocolEvent {
  const { id, nodes, seen, store } = state
  const updates = taken.map((version) => markOf(nodes, version))
  return Updates.of(id, {
    updates,
    seen: [...seen],
    sum: store.sum,
    overwritten,
    recovered: false,
    ...(has_skipped && { whole_state: true })
  })
}

/** How events name a version. */
export function markOf(nodes: readonly NodeId[], { origin, n, operation }: Version): UpdateMark {
  return { origin: nameOfOrigin(origin, nodes), n, operation }
}

/** One sum of all: every node keeps everything. */
export function contentsEvent({ id, nodes, store }: HlcState): ProtocolEvent {
  return { kind: 'contents', node: id, sums: { [nodes[0]!]: store.sum } }
}

/** Drops what nobody can ask for any more whenever a snapshot replaces the log. */
export function snapshotIfDue(core: Core): void {
  const { state } = core
  if (state.disk.since_snapshot < state.settings.snapshot_every_records) return
  state.disk.since_snapshot = 0
  const closed_us = Math.min(...state.closed.map(({ physical_us }) => physical_us))
  const peers = [...state.peers.values()]
  dropOld(state.store, closed_us - state.settings.history_us, ({ origin, n }) =>
    peers.every(({ told }) => told !== null && countOf(told, origin) >= n)
  )
  saveSnapshot(core, snapshotOf(state), [])
}

function snapshotOf({ seen, bound_us, store, sessions }: HlcState): HlcSnapshot {
  return {
    seen: [...seen],
    bound_us,
    horizon_us: store.horizon_us,
    versions: [...store.by_origin.values()].flat(),
    sessions: [...sessions].map(([name, session]) => [name, session.used_at, runsOf(session)] as const)
  }
}
