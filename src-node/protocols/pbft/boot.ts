/** Restart from disk: the stable checkpoint, and above it what was taken, prepared and committed. */
import { StateTaken } from '../../../src-shared/protocols/pbft/facts'
import { description } from '../../../src-shared/protocols/pbft/description'
import type { Boot, Context } from '../contract'
import { emit, note, setTimer } from '../kit/core'
import { readSettings, readSwitches } from '../kit/settings'
import { emptyMachine, machineFromRows } from '../replicated-log/state-machine'
import type { Core, PbftEffect } from './core'
import { emitRole, newCore } from './core'
import { executeCommitted } from './execution'
import { behave } from './liar/behaviour'
import { ownViewChange } from './own-view-change'
import { slotOf } from './slots'
import type { PbftRecord, PbftSnapshot, PbftState } from './state'

type Given = Boot<PbftRecord, PbftSnapshot>

export function boot(given: Given, context: Context): { state: PbftState; effects: PbftEffect[] } {
  const state = newState(given)
  for (const record of given.recovered.records) replay(state, record)
  state.next = Math.max(state.executed, ...numbersOfView(state)) + 1
  const core = newCore(state, context)
  announce(core)
  executeCommitted(core)
  if (state.phase === 'changing') state.changes.set(state.id, ownViewChange(core, state.view))
  setTimer(core, 'status', state.settings.status_us)
  return { state, effects: core.effects }
}

function newState({ id, nodes, parameters, switches, recovered: { snapshot }, generation }: Given): PbftState {
  const settings = readSettings(description, parameters)
  const stable = snapshot?.stable ?? { n: 0, digest: '', vouchers: [] }
  return {
    id,
    nodes,
    settings,
    switches: readSwitches(switches),
    disk: { records: 0, durable: 0, pending_events: [] },
    // One that has lost its disk does not know what it has promised.
    takes_part: generation === 0,
    now_us: 0,
    view: 0,
    phase: 'settled',
    changes: new Map(),
    new_view: null,
    slots: new Map(),
    next: 1,
    executed: stable.n,
    machine: snapshot === null ? emptyMachine() : machineFromRows(snapshot.rows),
    tentative: null,
    reads: [],
    stable,
    stable_rows: snapshot === null ? null : snapshot.rows,
    checkpoints: new Map(),
    checkpoint_votes: new Map(),
    pending: new Map(),
    timeout_us: settings.view_timeout_us,
    timer_for: null,
    liar: { lie: null, heard: [], agreed: new Map(), slowness: 'none', forged: 0, accused: 0 },
    counters: { refused: 0 }
  }
}

function replay(state: PbftState, record: PbftRecord): void {
  switch (record.kind) {
    case 'view':
      if (state.switches['view-unsaved']) return
      Object.assign(state, { view: record.view, phase: record.phase, new_view: record.new_view })
      return
    case 'pre-prepared':
      slotOf(state, record.pre_prepare.n).pre_prepare = record.pre_prepare
      return
    case 'prepared':
      slotOf(state, record.certificate.pre_prepare.n).prepared = record.certificate
      return
    case 'committed':
      slotOf(state, record.decided.pre_prepare.n).committed = record.decided
  }
}

function numbersOfView({ slots, view }: PbftState): number[] {
  return [...slots.values()].flatMap(({ n, pre_prepare }) => (pre_prepare?.view === view ? n : []))
}

function announce(core: Core): void {
  const { id, executed: n, view, takes_part, settings } = core.state
  emitRole(core)
  emit(core, StateTaken.of(id, { n, view, from: null }))
  if (!takes_part) note(core, 'disk-lost', `${id} does not have the disk that it wrote last: it follows, but does not vote`)
  if (settings.lies !== 'honest') behave(core, settings.lies)
}
