/** Restart from disk: a participant is in doubt about what it prepared, and the coordinator goes on telling what it committed. */
import { Recovered } from '../../../src-shared/protocols/atomic-commit/facts'
import type { Boot, Context } from '../contract'
import { emit, setTimer } from '../kit/core'
import { readSettings, readSwitches } from '../kit/settings'
import { description } from '../../../src-shared/protocols/atomic-commit/description'
import { restoreStore } from '../kit/transactions/saved'
import { restorePrepared, settle } from '../kit/transactions/settle'
import { newStore } from '../kit/transactions/store'
import { answersFrom } from './answers'
import { newCoordinated, recordCommit } from './coordinator'
import type { Core, AtomicCommitEffect } from './core'
import { isCoordinator, newCore, participantsOf, RETRIES_BEFORE_RESEND } from './core'
import { newExecutionState, restoreClock } from './execution/state'
import { decided, toldOf } from './participant'
import type { AtomicCommitRecord, AtomicCommitSnapshot, AtomicCommitState } from './state'

/** Boots of a shard are told apart by a number, drawn at random. */
const INCARNATIONS = 2 ** 32

type Given = Boot<AtomicCommitRecord, AtomicCommitSnapshot>

export function boot(given: Given, context: Context): { state: AtomicCommitState; effects: AtomicCommitEffect[] } {
  const state = freshState(given, context)
  const { snapshot, records } = given.recovered
  if (snapshot !== null) restore(state, snapshot)
  for (const record of records) replay(state, record)
  restoreClock(state.execution)
  // What waited before the crash has waited long enough to be sent at once.
  for (const waiting of [...state.coordinated.values(), ...state.prepared.values()]) waiting.waited = RETRIES_BEFORE_RESEND - 1
  const core = newCore(state, context)
  announce(core)
  setTimer(core, 'retry', 0)
  return { state, effects: core.effects }
}

function freshState({ id, nodes, roles = {}, parameters, switches, recovered }: Given, { random }: Context): AtomicCommitState {
  // The scenario says who coordinates; where it gives out no roles, it is the first.
  const coordinator = nodes.find((node) => roles[node] === 'coordinator') ?? nodes[0]!
  const settings = readSettings(description, parameters)
  const { isolation, deadlocks, executing_max: transactions_max, versions_kept } = settings
  const rules = { isolation, deadlocks, transactions_max, versions_kept }
  return {
    id,
    nodes,
    coordinator,
    participants: participantsOf(nodes, coordinator),
    settings,
    switches: readSwitches(switches),
    disk: { records: 0, since_snapshot: recovered.records.length, pending_events: [] },
    execution: newExecutionState(newStore(rules, Math.floor(random() * INCARNATIONS))),
    coordinated: new Map(),
    vote_timers: new Map(),
    answers: { kept: new Map(), forgotten: new Map() },
    prepared: new Map(),
    decisions: new Map(),
    counters: { timers: 0, committed: 0, aborted: 0 }
  }
}

function restore(state: AtomicCommitState, { commits, answers, store, decisions }: AtomicCommitSnapshot): void {
  state.answers = answersFrom(answers)
  for (const commit of commits) {
    const open = newCoordinated(commit)
    open.committed = true
    for (const participant of open.participants) open.unacknowledged.add(participant)
    state.coordinated.set(open.transaction, open)
  }
  restoreStore(state.execution.store, store)
  for (const work of store.prepared) state.prepared.set(work.transaction, { work, waited: 0 })
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
      restorePrepared(state.execution.store, record.work)
      state.prepared.set(transaction, { work: record.work, waited: 0 })
      return
    case 'decision':
      decided(state, transaction, record.commit)
      settle(state.execution.store, transaction, record.commit, state.switches)
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
      prepared: [...prepared.values()].map(({ work }) => toldOf(work)),
      committed: [...coordinated.keys(), ...known(true)],
      aborted: known(false)
    })
  )
}
