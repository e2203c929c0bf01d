/** Restart from disk: a participant is in doubt about what it prepared, and the coordinator goes on telling what it committed. */
import { Recovered } from '../../../src-shared/protocols/atomic-commit/facts'
import type { Boot, Context } from '../contract'
import { emit, setTimer } from '../kit/core'
import { readSettings, readSwitches } from '../kit/settings'
import { description } from '../../../src-shared/protocols/atomic-commit/description'
import { answersFrom } from './answers'
import { newCoordinated, recordCommit } from './coordinator'
import type { Core, AtomicCommitEffect } from './core'
import { isCoordinator, newCore, participantsOf, RETRIES_BEFORE_RESEND } from './core'
import { settle } from './participant'
import type { AtomicCommitRecord, AtomicCommitSnapshot, AtomicCommitState } from './state'

type Given = Boot<AtomicCommitRecord, AtomicCommitSnapshot>

export function boot(given: Given, context: Context): { state: AtomicCommitState; effects: AtomicCommitEffect[] } {
  const state = freshState(given)
  const { snapshot, records } = given.recovered
  if (snapshot !== null) restore(state, snapshot)
  for (const record of records) replay(state, record)
  // What waited before the crash has waited long enough to be sent at once.
  for (const waiting of [...state.coordinated.values(), ...state.prepared.values()]) waiting.waited = RETRIES_BEFORE_RESEND - 1
  const core = newCore(state, context)
  announce(core)
  setTimer(core, 'retry', 0)
  return { state, effects: core.effects }
}

function freshState({ id, nodes, roles = {}, parameters, switches, recovered }: Given): AtomicCommitState {
  // The scenario says who coordinates; where it gives out no roles, it is the first.
  const coordinator = nodes.find((node) => roles[node] === 'coordinator') ?? nodes[0]!
  return {
    id,
    nodes,
    coordinator,
    participants: participantsOf(nodes, coordinator),
    settings: readSettings(description, parameters),
    switches: readSwitches(switches),
    disk: { records: 0, since_snapshot: recovered.records.length, pending_events: [] },
    coordinated: new Map(),
    vote_timers: new Map(),
    answers: { kept: new Map(), forgotten: new Map() },
    values: new Map(),
    prepared: new Map(),
    decisions: new Map(),
    counters: { timers: 0, committed: 0, aborted: 0 }
  }
}

function restore(state: AtomicCommitState, { commits, answers, values, prepared, decisions }: AtomicCommitSnapshot): void {
  state.answers = answersFrom(answers)
  for (const commit of commits) {
    const open = newCoordinated(commit)
    open.committed = true
    for (const participant of open.participants) open.unacknowledged.add(participant)
    state.coordinated.set(open.transaction, open)
  }
  for (const [key, value] of values) state.values.set(key, value)
  for (const one of prepared) state.prepared.set(one.transaction, { ...one, waited: 0 })
  for (const [transaction, commit] of decisions) state.decisions.set(transaction, commit)
}

function replay(state: AtomicCommitState, record: AtomicCommitRecord): void {
  const { transaction } = record
  switch (record.kind) {
    case 'commit': {
      const open = newCoordinated(record)
      recordCommit(state, open, record)
      state.coordinated.set(transaction, open)
      return
    }
    case 'end':
      state.coordinated.delete(transaction)
      return
    case 'prepare':
      state.prepared.set(transaction, { transaction, reads: record.reads, writes: record.writes, waited: 0 })
      return
    case 'decision': {
      const prepared = state.prepared.get(transaction)
      if (prepared !== undefined) settle(state, prepared, record.commit)
    }
  }
}

function announce(core: Core): void {
  const { state } = core
  const { id, coordinated, prepared, decisions } = state
  emit(core, { kind: 'role', node: id, role: isCoordinator(state) ? 'coordinator' : 'participant' })
  const known = (commit: boolean) =>
    [...decisions].flatMap(([transaction, decision]) => (decision === commit ? [transaction] : []))
  emit(
    core,
    Recovered.of(id, {
      prepared: [...prepared.values()].map(({ transaction, reads, writes }) => ({
        transaction,
        reads,
        writes: Object.keys(writes)
      })),
      committed: [...coordinated.keys(), ...known(true)],
      aborted: known(false)
    })
  )
}
