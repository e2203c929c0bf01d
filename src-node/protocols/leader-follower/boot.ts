/** Restart from disk: replay the records onto the newest snapshot. A leader that comes back leads on, until somebody fences it. */
import { description } from '../../../src-shared/protocols/leader-follower/description'
import type { Boot, Context } from '../contract'
import { readSettings, readSwitches } from '../kit/settings'
import { newDurability } from '../replicated-log/durability'
import { emptyLog, lastIndex, overwriteLog, truncateLog } from '../replicated-log/log'
import { recoveredEvents } from '../replicated-log/recovered'
import { emptyMachine, machineFromRows } from '../replicated-log/state-machine'
import { applyCommitted } from './apply'
import { emit, note } from '../kit/core'
import type { Core, NodeEffect } from './core'
import { emitRole, newCore } from './core'
import { mayLead } from './completeness'
import { FIRST_EPOCH, ownsEpoch } from './epochs'
import { startFailoverTimer } from './failover'
import { advanceCommit } from './leader'
import { lead, leaderIn } from './roles'
import type { NodeRecord, NodeState, SavedSnapshot } from './state'

export function boot(given: Boot<NodeRecord, SavedSnapshot>, context: Context): { state: NodeState; effects: NodeEffect[] } {
  const state = freshState(given, context)
  for (const record of given.recovered.records) replay(state, record)
  state.disk = newDurability(lastIndex(state.log))
  state.leader = leaderIn(state, state.epoch)
  const core = newCore(state, context)
  const leads = mayLead(state) && ownsEpoch(state.nodes, state.id, state.generation, state.epoch)
  announce(core, leads)
  if (leads) {
    lead(core)
    advanceCommit(core, state.leading!)
    applyCommitted(core)
  } else startFailoverTimer(core)
  return { state, effects: core.effects }
}

function freshState(
  { id, nodes, generation, parameters, switches, recovered }: Boot<NodeRecord, SavedSnapshot>,
  context: Context
): NodeState {
  // That of a node that gave up its whole log is empty.
  const snapshot = recovered.snapshot?.index ? recovered.snapshot : null
  const log = emptyLog()
  if (snapshot !== null) log.base = { index: snapshot.index, term: snapshot.term }
  return {
    id,
    nodes,
    settings: readSettings(description, parameters),
    generation,
    switches: readSwitches(switches),
    epoch: FIRST_EPOCH,
    complete_generation: 0,
    log,
    snapshot,
    role: 'follower',
    leader: null,
    commit: snapshot?.index ?? 0,
    applied: snapshot?.index ?? 0,
    machine: snapshot === null ? emptyMachine() : machineFromRows(snapshot.rows),
    disk: newDurability(0),
    synced_records: 0,
    verified: 0,
    catch_up_to: null,
    attempts: 0,
    now_us: context.now_us,
    last_heard_us: null,
    discarded: 0,
    waiting_reads: [],
    claim: null,
    leading: null,
    arriving: null
  }
}

function replay(state: NodeState, record: NodeRecord): void {
  switch (record.kind) {
    case 'epoch':
      state.epoch = record.epoch
      return
    case 'complete':
      state.complete_generation = record.generation
      return
    case 'base':
      state.log = { base: { index: record.index, term: record.term }, entries: [] }
      return
    case 'truncate':
      if (record.from_index <= lastIndex(state.log)) truncateLog(state.log, record.from_index)
      return
    case 'entries':
      return overwriteLog(state.log, record.entries)
  }
}

/** Tells what was recovered. */
function announce(core: Core, leads: boolean): void {
  const { id: node, log, snapshot } = core.state
  if (!leads) emitRole(core)
  if (!mayLead(core.state))
    note(core, 'disk-replaced', `${node} has lost what it had stored, and may not lead before it has all that its leader has`)
  for (const event of recoveredEvents(node, log, snapshot)) emit(core, event)
}
