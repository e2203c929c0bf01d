/** Restart from disk: a participant is in doubt about what it prepared, and the coordinator goes on telling what it decided. */
import { description } from '../../../src-shared/protocols/atomic-commit/description'
import { Recovered } from '../../../src-shared/protocols/transactions/facts'
import type { Boot, Context } from '../contract'
import { answersFrom, noAnswers, rememberAnswer } from '../kit/answers'
import { emit, setTimer } from '../kit/core'
import { readSettings, readSwitches } from '../kit/settings'
import { restoreStore } from '../kit/transactions/saved'
import { restorePrepared, settle } from '../kit/transactions/settle'
import { newStore } from '../kit/transactions/store'
import { toldOf } from '../kit/transactions/told'
import { decide, newCoordinated } from './coordinator'
import type { AtomicCommitEffect, Core } from './core'
import { isAcknowledged, isCoordinator, log, newCore, participantsOf, RETRIES_BEFORE_RESEND } from './core'
import { decisionsFrom, newDecisions } from './decisions'
import { newExecutionState, restoreClock } from './execution/state'
import { decided as takeIn, newPrepared } from './participant'
import { accept, instanceOf, instancesFrom, promise } from './paxos/instances'
import type { AtomicCommitRecord, AtomicCommitSnapshot, AtomicCommitState } from './state'

/** Boots of a shard are told apart by a number, drawn at random. */
const INCARNATIONS = 2 ** 32

type Given = Boot<AtomicCommitRecord, AtomicCommitSnapshot>

/** Of the answers that it has kept, so many are told of: those that it gave last before a crash are among them. */
const ANSWERS_TOLD = 64

export function boot(given: Given, context: Context): { state: AtomicCommitState; effects: AtomicCommitEffect[] } {
  const state = freshState(given, context)
  const { snapshot, records } = given.recovered
  if (snapshot !== null) restore(state, snapshot)
  for (const record of records) replay(state, record)
  restoreClock(state.execution)
  // What was being collected and is not known to be committed was aborted.
  for (const open of state.coordinated.values()) if (open.phase === 'votes') decide(open, false)
  // What waited before the crash has waited long enough to be sent at once.
  for (const waiting of [...state.coordinated.values(), ...state.prepared.values()]) waiting.waited = RETRIES_BEFORE_RESEND - 1
  const core = newCore(state, context)
  if (isCoordinator(state)) log(core, { kind: 'epoch', epoch: ++state.epoch })
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
    disk: { records: 0, durable: 0, since_snapshot: recovered.records.length, pending_events: [] },
    execution: newExecutionState(newStore(rules, Math.floor(random() * INCARNATIONS))),
    epoch: 0,
    coordinated: new Map(),
    timers: new Map(),
    answers: noAnswers(),
    prepared: new Map(),
    decisions: newDecisions(),
    instances: new Map(),
    closed: new Map(),
    leading: new Map(),
    counters: { started: 0, timers: 0, committed: 0, aborted: 0 }
  }
}

function restore(state: AtomicCommitState, snapshot: AtomicCommitSnapshot): void {
  state.epoch = snapshot.epoch
  state.answers = answersFrom(snapshot.answers)
  state.decisions = decisionsFrom(snapshot.decisions)
  for (const { commit, ...record } of snapshot.coordinated) {
    const open = newCoordinated(record)
    if (commit) decide(open, true)
    state.coordinated.set(open.transaction, open)
  }
  restoreStore(state.execution.store, snapshot.store)
  for (const { pre_committed, forced, ...record } of snapshot.prepared)
    state.prepared.set(record.transaction, { ...newPrepared(record, true), pre_committed, forced })
  for (const [transaction, instance] of instancesFrom(snapshot.instances)) state.instances.set(transaction, instance)
}

function replay(state: AtomicCommitState, record: AtomicCommitRecord): void {
  if (record.kind === 'epoch') {
    state.epoch = record.epoch
    return
  }
  const { transaction } = record
  const prepared = state.prepared.get(transaction)
  switch (record.kind) {
    case 'collecting':
      state.coordinated.set(transaction, newCoordinated(record))
      return
    case 'commit':
      return replayCommit(state, record)
    case 'end':
      state.coordinated.delete(transaction)
      return
    case 'prepare':
      restorePrepared(state.execution.store, record.work)
      state.prepared.set(transaction, newPrepared(record, true))
      return
    case 'pre-commit':
      if (prepared !== undefined) prepared.pre_committed = true
      return
    case 'decision':
      if (prepared?.forced === null) settle(state.execution.store, transaction, record.commit, state.switches)
      return takeIn(state, transaction, record.commit)
    case 'force':
      if (prepared === undefined) return
      prepared.forced = record.commit
      settle(state.execution.store, transaction, record.commit, state.switches)
      return
    default:
      return replayInstance(state, record)
  }
}

function replayCommit(state: AtomicCommitState, record: Extract<AtomicCommitRecord, { readonly kind: 'commit' }>): void {
  const { transaction, session, sequence, answers } = record
  const open = newCoordinated(record)
  decide(open, true)
  if (isAcknowledged(state, true)) state.coordinated.set(transaction, open)
  else state.coordinated.delete(transaction)
  rememberAnswer(state.answers, { session, sequence, value: { transaction, answers } }, state.settings.answers_kept)
}

type InstanceRecord = Extract<AtomicCommitRecord, { readonly kind: 'promise' | 'accept' | 'forget' }>

function replayInstance({ instances }: AtomicCommitState, record: InstanceRecord): void {
  if (record.kind === 'forget') {
    instances.delete(record.transaction)
    return
  }
  const instance = instanceOf(instances, record.transaction)
  if (instance === null) return
  if (record.kind === 'promise') promise(instance, record.ballot)
  else accept(instance, record.ballot, record.votes)
}

function announce(core: Core): void {
  const { state } = core
  const { id, coordinated, prepared, decisions, answers } = state
  emit(core, { kind: 'role', node: id, role: isCoordinator(state) ? 'coordinator' : 'participant' })
  const decided = (commit: boolean) =>
    [...[...coordinated.values()].map((open) => [open.transaction, open.commit] as const), ...decisions.known].flatMap(
      ([transaction, decision]) => (decision === commit ? [transaction] : [])
    )
  const answered = [...answers.kept.values()].slice(-ANSWERS_TOLD).map(({ value }) => value.transaction)
  const in_doubt = [...prepared.values()].filter(({ forced }) => forced === null)
  const forced = [...prepared.values()].flatMap(({ transaction, forced }) => (forced === null ? [] : [transaction]))
  emit(
    core,
    Recovered.of(id, {
      prepared: in_doubt.map(({ work }) => toldOf(work)),
      forced,
      committed: [...new Set([...decided(true), ...answered])],
      aborted: decided(false)
    })
  )
}
