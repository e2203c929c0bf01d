/** Restart from disk: the newest snapshot, then what was promised, accepted and learned since. */
import { description } from '../../../src-shared/protocols/multi-paxos/description'
import { RECOVERED_MAX, SlotsRecovered } from '../../../src-shared/protocols/multi-paxos/facts'
import type { Boot, Context } from '../contract'
import { emit, setTimer } from '../kit/core'
import { readSettings, readSwitches } from '../kit/settings'
import type { Entry } from '../replicated-log/entry'
import { kvMachine } from '../replicated-log/state-machine'
import { applyChosen } from './apply'
import { newBallotElection, startRounds } from './ballot-election'
import { startElectionTimer } from './candidate'
import { commitSlot, emitConfiguration } from './configuration'
import type { Core, MultiPaxosEffect } from './core'
import { emitRole, newCore } from './core'
import { noLeases, usesQuorumLeases } from './quorum-lease'
import { entriesAfter, noSlots, setSlot, slotMark } from './slots'
import type { MultiPaxosRecord, MultiPaxosState, SavedSnapshot } from './state'

type Given = Boot<MultiPaxosRecord, SavedSnapshot>

export function boot(given: Given, context: Context): { state: MultiPaxosState; effects: MultiPaxosEffect[] } {
  const state = newState(given, context)
  for (const record of given.recovered.records) replay(state, record)
  state.highest = state.promised
  state.ballot_election = newBallotElection(state)
  const core = newCore(state, context)
  announce(core)
  applyChosen(core)
  startElectionTimer(core)
  if (state.settings.election === 'ballot-leader-election') startRounds(core)
  if (usesQuorumLeases(state.settings)) setTimer(core, 'lease', 0)
  return { state, effects: core.effects }
}

function newState(
  { id, nodes, initial_nodes = nodes, ever = nodes, generation, parameters, switches: names, recovered }: Given,
  { now_us }: Context
): MultiPaxosState {
  const { snapshot } = recovered
  const switches: MultiPaxosState['switches'] = readSwitches(names)
  const settings = readSettings(description, parameters)
  const reached = snapshot?.index ?? 0
  return {
    id,
    nodes,
    ever,
    first_voters: initial_nodes,
    settings,
    takes_part: generation === 0 || switches['trust-restored-disk'] === true,
    switches,
    promised: 0,
    slots: noSlots(reached),
    snapshot,
    role: 'follower',
    leader: null,
    commit: reached,
    configuration: snapshot?.configuration ?? { index: 0, membership: { voters: initial_nodes } },
    applied: reached,
    machine: snapshot === null ? kvMachine.empty() : kvMachine.fromRows(snapshot.rows),
    disk: { records: 0, durable: 0, pending_events: [], own_messages: [] },
    now_us,
    // It may have heard of a leader right before it went down.
    last_heard_us: settings.lease_reads ? now_us : null,
    highest: 0,
    ballot_election: newBallotElection({ id, ever, promised: 0 }),
    quorum_leases: noLeases(settings, now_us),
    catching_up: null,
    outgoing: new Map(),
    campaign: null,
    leading: null
  }
}

function replay(state: MultiPaxosState, record: MultiPaxosRecord): void {
  switch (record.kind) {
    case 'promise':
      state.promised = Math.max(state.promised, record.ballot)
      return
    case 'base':
      state.slots = noSlots(record.index)
      return
    case 'slots':
      // What stands behind a stop-sign that was chosen meanwhile goes, and makes room for what was accepted later.
      replaySlots(state, record.entries, ({ index }) => index <= record.commit)
      replayCommit(state, record.commit)
      return replaySlots(state, record.entries, ({ index }) => index > record.commit)
    case 'stopped':
      return replayCommit(state, record.index)
  }
}

function replaySlots(state: MultiPaxosState, entries: readonly Entry[], isDue: (entry: Entry) => boolean): void {
  for (const entry of entries) {
    if (!isDue(entry)) continue
    setSlot(state.slots, entry)
    // Whoever accepts in a ballot promises it.
    state.promised = Math.max(state.promised, entry.term)
  }
}

function replayCommit(state: MultiPaxosState, commit: number): void {
  while (state.commit < commit && state.slots.entries.has(state.commit + 1)) commitSlot(state)
}

function announce(core: Core): void {
  const { id, promised, slots, snapshot, takes_part, configuration } = core.state
  emitRole(core)
  if (configuration.index > 0) emitConfiguration(core)
  const entries = entriesAfter(slots, slots.base).slice(-RECOVERED_MAX).map(slotMark)
  const found = { takes_part, promised, configuration: configuration.index, snapshot: snapshot?.index ?? 0, entries }
  emit(core, SlotsRecovered.of(id, found))
}
