/** Snapshots: taking them, and installing one that has arrived. */
import { LogSnapshot } from '../../../src-shared/protocols/replicated-log/facts'
import { emit, note, saveSnapshot } from '../kit/core'
import { kvMachine } from '../replicated-log/state-machine'
import type { Core } from './core'
import { installConfiguration } from './configuration'
import { compactSlots, entriesAfter } from './slots'
import type { MultiPaxosRecord, MultiPaxosState, SavedSnapshot } from './state'

/** Takes a snapshot when enough slots were applied since the last one. */
export function snapshotIfDue(core: Core): void {
  const { applied, snapshot, settings } = core.state
  if (applied - (snapshot?.index ?? 0) >= settings.snapshot_every_entries) takeSnapshot(core)
}

/** Saves the state machine as applied, and drops the slots behind it except for those kept for slow followers. */
export function takeSnapshot(core: Core): void {
  const { state } = core
  const { applied: index, slots, settings } = state
  if (index === (state.snapshot?.index ?? 0)) return
  const { term } = slots.entries.get(index)!
  const configuration = state.switches['snapshot-forgets-configuration']
    ? { index: 0, membership: { voters: state.first_voters } }
    : state.configuration
  state.snapshot = { index, term, configuration, rows: kvMachine.toRows(state.machine) }
  compactSlots(slots, Math.max(slots.base, index - settings.snapshot_keep_entries))
  save(core, state.snapshot)
  note(core, 'snapshot-saved', `${state.id} saved a snapshot up to slot ${index}; its log keeps ${slots.entries.size} slots`)
}

/** What it has accepted after the snapshot stays. */
export function installSnapshot(core: Core, snapshot: SavedSnapshot): void {
  const { state } = core
  const { index, rows } = snapshot
  state.snapshot = snapshot
  state.machine = kvMachine.fromRows(rows)
  state.commit = index
  state.applied = index
  compactSlots(state.slots, index)
  installConfiguration(core, snapshot.configuration)
  save(core, snapshot)
  note(core, 'snapshot-installed', `${state.id} installed a snapshot up to slot ${index}`)
}

function save(core: Core, snapshot: SavedSnapshot): void {
  saveSnapshot(core, snapshot, retainedRecords(core.state))
  emit(core, LogSnapshot.of(core.state.id, { index: snapshot.index, term: snapshot.term }))
}

/** What recovery must see after the snapshot. */
function retainedRecords({ promised, slots, commit }: MultiPaxosState): MultiPaxosRecord[] {
  const records: MultiPaxosRecord[] = [
    { kind: 'promise', ballot: promised },
    { kind: 'base', index: slots.base }
  ]
  const entries = entriesAfter(slots, slots.base)
  if (entries.length > 0) records.push({ kind: 'slots', entries, commit })
  return records
}
