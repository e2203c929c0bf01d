/** The first start, or one after which everything but the number of the view is gone. */
import { Commit, LogDurable } from '../../../src-shared/protocols/replicated-log/facts'
import { description } from '../../../src-shared/protocols/viewstamped-replication/description'
import { FIRST_VIEW, primaryOf } from '../../../src-shared/protocols/viewstamped-replication/views'
import type { Boot, Context } from '../contract'
import { emit } from '../kit/core'
import { readSettings, readSwitches } from '../kit/settings'
import { emptyLog } from '../replicated-log/log'
import { kvMachine } from '../replicated-log/state-machine'
import { startRecovery } from './recovery'
import type { Checkpoint, ViewstampedRecord, ViewstampedState } from './state'
import type { Core, ViewstampedEffect } from './core'
import { emitRole, enterView, newCore, startSilenceTimer } from './core'
import { becomePrimary, joined } from './roles'

type Given = Boot<ViewstampedRecord, Checkpoint>

export function boot(given: Given, context: Context): { state: ViewstampedState; effects: ViewstampedEffect[] } {
  const state = newState(given, context)
  const core = newCore(state, context)
  // Nothing of a log is on its disk, whatever it told before.
  emit(core, LogDurable.of(state.id, { index: 0 }))
  const is_first_start = given.generation === 0 && given.recovered.records.length === 0
  if (is_first_start) enterView(core, FIRST_VIEW)
  if (is_first_start || state.switches['restart-as-new']) takePart(core)
  else recover(core)
  return { state, effects: core.effects }
}

function takePart(core: Core): void {
  const { state } = core
  if (state.view > 0 && primaryOf(state.view, state.nodes) === state.id) return becomePrimary(core)
  joined(core)
  startSilenceTimer(core)
}

function recover(core: Core): void {
  core.state.status = 'recovering'
  emitRole(core)
  emit(core, Commit.of(core.state.id, { index: 0, term: 0 }))
  startRecovery(core)
}

function newState({ id, nodes, parameters, switches, recovered }: Given, { now_us }: Context): ViewstampedState {
  return {
    id,
    nodes,
    settings: readSettings(description, parameters),
    switches: readSwitches(switches),
    view: Math.max(0, ...recovered.records.map(({ view }) => view)),
    disk: { records: 0 },
    status: 'normal',
    last_normal: 0,
    log: emptyLog(),
    commit: 0,
    applied: 0,
    machine: kvMachine.empty(),
    checkpoint: null,
    now_us,
    leading: null,
    change: null,
    recovery: null,
    fetching: null,
    outgoing: new Map()
  }
}
