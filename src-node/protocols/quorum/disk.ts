/** What is told once it is on disk, and when the log gives way to a snapshot. */
import type { ProtocolEvent } from '../../../src-shared/events'
import { Versions } from '../../../src-shared/protocols/quorum/facts'
import { emit, saveSnapshot } from '../kit/core'
import { emitDurable, emitOnceDurable, takeDurable } from '../kit/durable-events'
import type { Core } from './core'
import { rowMark } from './marks'
import type { Disk, OwnCopy, QuorumSnapshot, QuorumState } from './state'
import { rowOf } from './store'
import { ownRanges } from './own-ranges'

export function newDisk(records: number): Disk {
  return { records: 0, durable: 0, since_snapshot: records, pending_events: [], own_copies: [], ready: [] }
}

/** Tells what is on disk now; answers of which operations its own copies are. */
export function advanceDurable(core: Core, records: number): readonly OwnCopy[] {
  const { disk } = core.state
  disk.durable = records
  emitDurable(core, records)
  return takeDurable(disk.own_copies, records)
}

/** Tells of the rows that this step changed, as soon as they are on disk, and of what readers see of their ranges now. */
export function emitChanges(core: Core): void {
  const { id, store } = core.state
  if (core.changed.size === 0) return
  const rows = [...core.changed].map((key) => rowMark(key, rowOf(store, key)))
  emitOnceDurable(core, Versions.of(id, { rows, all: false }))
  emit(core, stateEvent(core.state))
}

/** Sums of all ranges that this node keeps. */
export function stateEvent(state: QuorumState): ProtocolEvent {
  const { id, placement, store } = state
  const sums = Object.fromEntries(ownRanges(state).map((range) => [placement.names[range]!, store.ranges[range]!.live]))
  return { kind: 'contents', node: id, sums }
}

export function snapshotIfDue(core: Core): void {
  const { disk, settings } = core.state
  if (disk.since_snapshot < settings.snapshot_every_records) return
  disk.since_snapshot = 0
  saveSnapshot(core, snapshotOf(core.state), [])
}

export function snapshotOf({ store, hints, generation, rebuilding, history, ...known }: QuorumState): QuorumSnapshot {
  const all_hints = [...hints].flatMap(([to, of_node]) => [...of_node].map(([key, hint]) => [to, key, hint] as const))
  const { count_forgotten } = store
  const moves =
    history.length === 1
      ? {}
      : { complete: [...known.complete], ready_at: [...known.ready_at], kept_since: [...known.kept_since] }
  return { rows: [...store.rows], hints: all_hints, count_forgotten, generation, is_rebuilt: rebuilding.size === 0, ...moves }
}
