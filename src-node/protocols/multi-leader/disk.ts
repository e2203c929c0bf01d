/** What is told once it is on disk, and when the log gives way to a snapshot. */
import type { ProtocolEvent } from '../../../src-shared/events'
import { Updates } from '../../../src-shared/protocols/multi-leader/facts'
import { copyOf } from '../replicated-log/sessions'
import type { Core } from './core'
import { emit } from './core'
import type { Disk, MultiLeaderSnapshot, MultiLeaderState } from './state'
import { markOf } from './state'

export function newDisk(records: number): Disk {
  return { records: 0, since_snapshot: records, pending_events: [] }
}

export function onDurable(core: Core, records: number): void {
  const { pending_events } = core.state.disk
  let emitted_count = 0
  while (emitted_count < pending_events.length && pending_events[emitted_count]!.records <= records)
    emit(core, pending_events[emitted_count++]!.event)
  pending_events.splice(0, emitted_count)
}

/** Tells of the updates that this step took in, as soon as they are on disk, and of what readers see now. */
export function emitUpdates(core: Core): void {
  const { disk, id, nodes, seen, store } = core.state
  if (core.accepted_updates.length === 0 && !core.has_whole_state) return
  const updates = core.accepted_updates.map((update) => markOf(nodes, update))
  const event = Updates.of(id, {
    updates,
    seen: [...seen],
    sum: store.sum,
    overwritten: core.overwritten,
    recovered: false,
    ...(core.has_whole_state && { whole_state: true })
  })
  disk.pending_events.push({ records: disk.records, event })
  emit(core, contentsEvent(core.state))
}

/** One sum of all: every node keeps everything. */
export function contentsEvent({ id, nodes, store }: MultiLeaderState): ProtocolEvent {
  return { kind: 'contents', node: id, sums: { [nodes[0]!]: store.sum } }
}

export function snapshotIfDue(core: Core): void {
  const { disk, settings } = core.state
  if (disk.since_snapshot >= settings.snapshot_every_records) saveSnapshot(core)
}

export function saveSnapshot(core: Core): void {
  core.state.disk.since_snapshot = 0
  core.effects.push({ kind: 'save-snapshot', snapshot: snapshotOf(core.state), records: [] })
}

function snapshotOf({ seen, store, log, sessions }: MultiLeaderState): MultiLeaderSnapshot {
  return {
    seen: [...seen],
    rows: [...store.rows].map(([key, { state, own }]) => [key, state, own] as const),
    log: { base: log.base, dropped: [...log.dropped], updates: [...log.updates] },
    sessions: [...sessions].map(([name, { used_at, runs }]) => [name, used_at, runs.map(copyOf)] as const)
  }
}
