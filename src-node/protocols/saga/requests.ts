/** Client requests: bookings and cancellations go to who takes them, reads to anybody. */
import type { Operation } from '../../../src-shared/operations'
import { SagaBegun } from '../../../src-shared/protocols/saga/facts'
import type { ClientRequest } from '../contract'
import { recallAnswer } from '../kit/answers'
import { emit, reply } from '../kit/core'
import { operationName } from '../kit/requests'
import { waitFor } from '../kit/waiting-requests'
import { cancel as publishCancel, firstEvent } from './choreography'
import type { Core } from './core'
import { isChoreographed } from './core'
import { answer } from './endings'
import { beginLook, missingServices } from './looks'
import { ask, cancel as callOff } from './orchestrator'
import { oldestOpen, orderOf } from './orders'
import { write } from './records'
import type { Saga, SagaState } from './state'

type Book = Extract<Operation, { readonly f: 'book' }>

export function onRequest(core: Core, request: ClientRequest): void {
  const { state } = core
  const { operation } = request
  const missing = missingServices(state)
  if (missing.length > 0) return reject(core, request, `the cluster has no member for ${missing.join(', ')}`)
  if (operation.f === 'look') return beginLook(core, request, operation.key)
  if (operation.f !== 'book' && operation.f !== 'cancel') return reject(core, request, `sagas do not know ${operation.f}`)
  if (state.id !== state.topology.bookings)
    return reply(core, request.request, { status: 'redirect', leader: state.topology.bookings })
  if (operation.f === 'cancel') cancelAll(core, request, operation.key)
  else book(core, request, operation)
}

function reject(core: Core, { request }: ClientRequest, error: string): void {
  reply(core, request, { status: 'rejected', error })
}

/** Begins a saga, unless the same operation has one under way or at its end. */
function book(core: Core, given: ClientRequest, { key: customer, seats }: Book): void {
  const { state, now_us } = core
  const { request, session, sequence } = given
  const known = recallAnswer(state.answers, session, sequence)
  if (known === 'expired') return reply(core, request, { status: 'unknown', error: 'a booking this old is not remembered' })
  if (known !== null) return answer(core, request, known.value)
  const saga = operationName(given)
  const open = state.sagas.get(saga)
  if (open !== undefined) return waitFor(core, open, request)
  const refusal = refusalOf(state)
  if (refusal !== null) return reject(core, given, refusal)
  const deadline_us = now_us + state.settings.deadline_us
  const begun = { saga, number: state.next_number, session, sequence, customer, seats, deadline_us }
  const next = isChoreographed(state) ? firstEvent(state, orderOf(state, begun)) : null
  write(core, { kind: 'begin', ...begun, next })
  emit(core, SagaBegun.of(state.id, { saga, customer, seats }))
  state.sagas.get(saga)!.requests = [request]
  if (next === null) ask(core, state.sagas.get(saga)!)
}

function refusalOf(state: SagaState): string | null {
  const { sagas, settings, next_number } = state
  if (sagas.size >= settings.open_max) return 'too many sagas are open'
  const is_full = next_number - oldestOpen(state) >= settings.keys_kept
  return is_full ? 'an old saga is still open, and services remember no more keys' : null
}

/** Calls off what the customer has under way; answers how many bookings that were. Choreographed, it may come too late for them. */
function cancelAll(core: Core, { request }: ClientRequest, customer: string): void {
  const { state } = core
  const own = [...state.sagas.values()].filter((saga) => saga.customer === customer)
  const cancelled = own.filter((saga) => (isChoreographed(state) ? publish(core, saga) : callOff(core, saga)))
  reply(core, request, { status: 'ok', result: { value: String(cancelled.length) } }, 'sync')
}

function publish(core: Core, saga: Saga): boolean {
  if (saga.is_cancelled) return false
  publishCancel(core, saga, 'the client cancels')
  return true
}
