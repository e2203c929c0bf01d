/** What is told once it is on disk, and when the log gives way to a snapshot. */
import type { ProtocolEvent } from '../../../src-shared/events'
import {
  CollectionsChanged,
  KEYS_TOLD_MAX,
  MEMBERS_TOLD_MAX,
  PartsChanged
} from '../../../src-shared/protocols/multi-leader/facts'
import { Updates } from '../../../src-shared/protocols/numbered-updates/facts'
import { runsOf } from '../replicated-log/sessions'
import { emit, saveSnapshot } from '../kit/core'
import { emitOnceDurable } from '../kit/durable-events'
import type { Core } from './core'
import type { Disk, MultiLeaderSnapshot, MultiLeaderState } from './state'
import { markOf } from './state'
import { stateOf } from './store'

export function newDisk(records: number): Disk {
  return { records: 0, since_snapshot: records, pending_events: [] }
}

/** Tells of the updates that this step took in, as soon as they are on disk, and of what readers see now. */
export function emitUpdates(core: Core): void {
  const { id, nodes, seen, store } = core.state
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
  emitOnceDurable(core, event)
  emit(core, contentsEvent(core.state))
  emitHoldings(core, core.has_whole_state ? store.rows.keys() : core.accepted_updates.map(({ key }) => key))
}

/** Tells what readers see now under those of the keys that are sets or lists, and of what counters and sets are made: of the last {@link KEYS_TOLD_MAX}. */
export function emitHoldings(core: Core, keys: Iterable<string>): void {
  const { state, resolution } = core
  const states = [...new Set(keys)].slice(-KEYS_TOLD_MAX).map((key) => ({ key, held: stateOf(state.store, resolution, key) }))
  const collections = states.flatMap(({ key, held }) => {
    const { members, elements } = resolution.read(held)
    if (!members) return []
    return [{ key, members: members.slice(0, MEMBERS_TOLD_MAX), size: members.length, is_list: elements !== undefined }]
  })
  if (collections.length > 0) emit(core, CollectionsChanged.of(state.id, { collections }))
  const parts = states.map(({ key, held }) => ({ key, ...resolution.parts(held) }))
  const counters = parts.flatMap(({ key, counter }) => (counter ? [{ key, parts: counter }] : []))
  const sets = parts.flatMap(({ key, set }) => (set ? [{ key, ...set }] : []))
  if (counters.length > 0 || sets.length > 0) emit(core, PartsChanged.of(state.id, { counters, sets }))
}

/** One sum of all: every node keeps everything. */
export function contentsEvent({ id, nodes, store }: MultiLeaderState): ProtocolEvent {
  return { kind: 'contents', node: id, sums: { [nodes[0]!]: store.sum } }
}

export function snapshotIfDue(core: Core): void {
  const { disk, settings } = core.state
  if (disk.since_snapshot >= settings.snapshot_every_records) saveEverything(core)
}

export function saveEverything(core: Core): void {
  core.state.disk.since_snapshot = 0
  saveSnapshot(core, snapshotOf(core.state), [])
}

function snapshotOf({ seen, store, log, sessions }: MultiLeaderState): MultiLeaderSnapshot {
  return {
    seen: [...seen],
    rows: [...store.rows].map(([key, { state, own }]) => [key, state, own] as const),
    log: { base: log.base, dropped: [...log.dropped], updates: [...log.updates] },
    sessions: [...sessions].map(([name, session]) => [name, session.used_at, runsOf(session)] as const)
  }
}
