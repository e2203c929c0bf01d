/** Start from disk: open sagas go on where the log leaves them; services know their keys. */
import { description } from '../../../src-shared/protocols/saga/description'
import { SagasRecovered, StepsRecovered } from '../../../src-shared/protocols/saga/facts'
import { BOOKINGS, isService, SERVICES, stepsOf } from '../../../src-shared/protocols/saga/steps'
import type { Service } from '../../../src-shared/protocols/saga/steps'
import type { NodeId } from '../../../src-shared/ids'
import type { Boot, Context } from '../contract'
import { answersFrom, noAnswers } from '../kit/answers'
import { emit, setTimer } from '../kit/core'
import { operationName } from '../kit/requests'
import { readSettings, readSwitches } from '../kit/settings'
import type { Core, SagaEffect } from './core'
import { newCore, RETRIES_BEFORE_RESEND } from './core'
import { ownStep } from './local'
import { apply, newSaga } from './records'
import type { SagaRecord, SagaSnapshot, SagaState, Topology } from './state'

type Given = Boot<SagaRecord, SagaSnapshot>

/** Ended sagas that are told of at a start: what was told of older ones has come to whoever watches. */
const ENDED_TOLD = 256

export function boot(given: Given, context: Context): { state: SagaState; effects: SagaEffect[] } {
  const state = freshState(given)
  const { snapshot, records } = given.recovered
  if (snapshot !== null) restore(state, snapshot)
  for (const record of records) apply(state, record)
  // What waited before the crash has waited long enough to be asked for at once.
  for (const saga of state.sagas.values()) saga.waited = RETRIES_BEFORE_RESEND - 1
  for (const outgoing of state.outbox.values()) outgoing.waited = RETRIES_BEFORE_RESEND
  const core = newCore(state, context)
  announce(core)
  setTimer(core, 'retry', 0)
  return { state, effects: core.effects }
}

function freshState({ id, nodes, roles, parameters, switches, recovered }: Given): SagaState {
  const role_of = rolesOf(nodes, roles)
  const role = role_of(id)
  const settings = readSettings(description, parameters)
  return {
    id,
    role,
    service: isService(role) ? role : null,
    topology: topologyOf(nodes, role_of),
    steps: stepsOf(settings.semantic_locks),
    settings,
    switches: readSwitches(switches),
    disk: { records: 0, since_snapshot: recovered.records.length, pending_events: [] },
    next_number: 1,
    sagas: new Map(),
    answers: noAnswers(),
    held: new Map(),
    accounts: new Map(),
    reserved: 0,
    oldest: 0,
    outbox: new Map(),
    looks: new Map(),
    counters: { looks: 0, repeated: 0, completed: 0, taken_back: 0 }
  }
}

/** The scenario says who is what; where it gives out no roles, the first takes bookings, and the services go round among the others. */
function rolesOf(nodes: readonly NodeId[], roles: Readonly<Record<NodeId, string>> = {}): (node: NodeId) => string {
  const [first, ...others] = nodes
  if (nodes.every((node) => roles[node] === undefined))
    return (node) => (node === first ? BOOKINGS : SERVICES[others.indexOf(node) % SERVICES.length]!)
  return (node) => roles[node] ?? BOOKINGS
}

function topologyOf(nodes: readonly NodeId[], role_of: (node: NodeId) => string): Topology {
  const among = (service: Service) => nodes.filter((node) => role_of(node) === service)
  return {
    nodes,
    bookings: nodes.find((node) => role_of(node) === BOOKINGS) ?? nodes[0]!,
    members: { payment: among('payment'), seats: among('seats'), mail: among('mail') }
  }
}

function restore(state: SagaState, snapshot: SagaSnapshot): void {
  const { next_number, sagas, answers, held, accounts, reserved, oldest, outbox } = snapshot
  Object.assign(state, { next_number, reserved, oldest, answers: answersFrom(answers) })
  for (const saved of sagas) state.sagas.set(saved.saga, newSaga(saved))
  for (const one of held) state.held.set(one.saga, { ...one })
  for (const [customer, account] of accounts) state.accounts.set(customer, { ...account })
  for (const [name, next] of outbox) state.outbox.set(name, { ...next, waited: 0 })
}

function announce(core: Core): void {
  const { id, role, service, sagas, answers, held } = core.state
  emit(core, { kind: 'role', node: id, role })
  if (service === null) {
    const ended = [...answers.kept.values()].slice(-ENDED_TOLD)
    emit(
      core,
      SagasRecovered.of(id, {
        open: [...sagas.keys()],
        ended: ended.map((answer) => ({ saga: operationName(answer), complete: answer.value.complete }))
      })
    )
  } else
    emit(
      core,
      StepsRecovered.of(id, {
        step: ownStep(service),
        held: [...held.values()].map(({ saga, customer, state, amount, pending }) => ({ saga, customer, state, amount, pending }))
      })
    )
}
