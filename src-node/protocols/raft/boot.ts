/** Restart from disk (figure 2: persistent state): replay the records onto the newest snapshot. */
import type { Boot, Context } from '../contract'
import { newFreshness } from './freshness'
import { description } from '../../../src-shared/protocols/raft/description'
import { readSettings, readSwitches } from '../kit/settings'
import { assertState } from './assertions'
import { emit, note } from '../kit/core'
import type { Core, RaftEffect, RaftParts } from './core'
import { emitRole, newCore } from './core'
import { newDisk } from './disk'
import { emptyLog, lastIndex, lastTerm, overwriteLog } from '../replicated-log/log'
import { recoveredEvents } from '../replicated-log/recovered'
import { sameMembership } from '../replicated-log/membership'
import type { SavedSnapshot } from './saved-snapshot'
import type { RaftRecord, RaftState, Switches } from './state'
import type { MachineDefinition } from '../replicated-log/machine'
import { startElectionTimer } from './step'
import {
  applyConfigurations,
  dropConfigurations,
  emitConfiguration,
  initialMembership,
  takeConfigurations
} from './configuration'

export function boot(
  parts: RaftParts,
  given: Boot<RaftRecord, SavedSnapshot>,
  context: Context
): { state: RaftState; effects: RaftEffect[] } {
  const state = freshState(parts.machine, given, context)
  for (const record of given.recovered.records) replay(state, record)
  applyConfigurations(state)
  // A term is saved before any entry of it, unless the switch forget-term was on.
  state.term = Math.max(state.term, lastTerm(state.log))
  state.disk = newDisk(lastIndex(state.log))
  const core = newCore(parts, state, context)
  announce(core)
  startElectionTimer(core)
  assertState(state)
  return { state, effects: core.effects }
}

function freshState(
  machine: MachineDefinition,
  {
    id,
    nodes,
    initial_nodes = nodes,
    ever = nodes,
    generation,
    parameters,
    switches: names,
    recovered
  }: Boot<RaftRecord, SavedSnapshot>,
  context: Context
): RaftState {
  const { snapshot } = recovered
  const switches: Switches = readSwitches(names)
  const settings = readSettings(description, parameters)
  const log = emptyLog()
  const initial = initialMembership(id, initial_nodes)
  const membership = snapshot?.membership ?? initial
  if (snapshot !== null) log.base = { index: snapshot.index, term: snapshot.term }
  return {
    id,
    settings,
    generation: switches['trust-restored-disk'] ? 0 : generation,
    switches,
    term: snapshot?.term ?? 0,
    vote: null,
    log,
    snapshot,
    role: 'follower',
    leader: null,
    nodes,
    ever,
    initial,
    configurations: [{ index: snapshot?.index ?? 0, membership }],
    membership,
    committed_without: null,
    commit: snapshot?.index ?? 0,
    applied: snapshot?.index ?? 0,
    machine: snapshot === null ? machine.empty() : machine.fromRows(snapshot.rows),
    disk: newDisk(0),
    now_us: context.now_us,
    // It may have heard of a leader right before it went down.
    last_heard_us: settings.lease_reads ? context.now_us : null,
    timer_told_us: null,
    freshness: newFreshness(),
    campaign: null,
    leading: null,
    arriving: null
  }
}

function replay(state: RaftState, record: RaftRecord): void {
  switch (record.kind) {
    case 'hard-state':
      state.term = record.term
      state.vote = record.vote
      return
    case 'base':
      state.log = { base: { index: record.index, term: record.term }, entries: [] }
      return
    case 'entries':
      overwriteLog(state.log, record.entries)
      dropConfigurations(state, record.entries[0]!.index)
      takeConfigurations(state, record.entries)
  }
}

/** Tells what was recovered. */
function announce(core: Core): void {
  const { id: node, generation, log, snapshot, membership, initial, configurations } = core.state
  emitRole(core)
  if (!sameMembership(membership, initial)) emitConfiguration(core, configurations.at(-1)!)
  for (const event of recoveredEvents(node, log, snapshot)) emit(core, event)
  if (generation > 0)
    note(core, 'disk-lost', `${node} does not have the disk that it wrote last: it follows, but neither votes nor counts`)
}
