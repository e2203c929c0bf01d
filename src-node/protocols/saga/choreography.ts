/** Choreographed: each service acts on the event of the one before, and tells the next, in one record of its log. */
import type { NodeId } from '../../../src-shared/ids'
import { SagaHelped, SagaStuck, SagaTurned } from '../../../src-shared/protocols/saga/facts'
import { pivotPlace } from '../../../src-shared/protocols/saga/steps'
import type { CompensationName, Step, StepName } from '../../../src-shared/protocols/saga/steps'
import { emit, send } from '../kit/core'
import { emitOnceDurable } from '../kit/durable-events'
import type { Core } from './core'
import { memberFor, RETRIES_BEFORE_RESEND } from './core'
import { end } from './endings'
import type { LocalOutcome, Onward } from './local'
import { avoid, change, ownStep, takeBack, takeStep } from './local'
import type { Cancel, Do, Ended, Help, Order, SagaEvent, Undo } from './messages'
import { heldOrder, orderOf } from './orders'
import { eventName, write } from './records'
import type { Held, NextEvent, Saga, SagaState } from './state'

/** The event that begins a saga. */
export function firstEvent(state: SagaState, order: Order): NextEvent {
  return doEvent(state, order, 0)
}

function doEvent(state: SagaState, order: Order, place: number): NextEvent {
  const { name, service } = state.steps[place]!
  return { to: memberFor(state, service, order.customer), event: { ...onlyOrder(order), type: 'do', step: name, help: null } }
}

/** An event back to the service of this place; before the first, the saga is at its end. */
function undoEvent(state: SagaState, order: Order, place: number, reason: string): NextEvent {
  if (place < 0) return endEvent(state, order, { complete: false, reason })
  const { name, service } = state.steps[place]!
  const event: Undo = { ...onlyOrder(order), type: 'undo', step: name, help: null, reason }
  return { to: memberFor(state, service, order.customer), event }
}

function endEvent(state: SagaState, order: Order, ending: Pick<Ended, 'complete' | 'reason'>): NextEvent {
  return { to: state.topology.bookings, event: { ...onlyOrder(order), type: 'ended', ...ending } }
}

function onlyOrder({ saga, number, customer, seats, amount, oldest }: Order): Order {
  return { saga, number, customer, seats, amount, oldest }
}

/** What follows from a step or its compensation. */
function onwardFrom(state: SagaState, order: Order, step: StepName, reason: string): Onward {
  const place = placeIn(state.steps, step)
  return ({ outcome, reason: refusal }: LocalOutcome) => {
    switch (outcome) {
      case 'done':
        if (place === state.steps.length - 1) return endEvent(state, order, { complete: true, reason: '' })
        return doEvent(state, order, place + 1)
      case 'refused':
        return mayTurnAt(state, place) ? undoEvent(state, order, place - 1, refusal) : null
      case 'undone':
        return undoEvent(state, order, place - 1, reason)
      case 'failed':
        return null
    }
  }
}

function placeIn(steps: readonly Step[], step: StepName): number {
  return steps.findIndex(({ name }) => name === step)
}

/** Whether a saga whose step of this place fails may be turned back. */
function mayTurnAt({ settings }: SagaState, place: number): boolean {
  return place <= pivotPlace(settings.pivot)
}

export function onDo(core: Core, order: Do): void {
  const { state } = core
  const { saga, step } = order
  const was = state.held.get(saga)?.state
  const { outcome, reason } = takeStep(core, order, onwardFrom(state, order, step, ''))
  if (outcome !== 'refused' || was !== undefined) return
  if (mayTurnAt(state, placeIn(state.steps, step))) return emitOnceDurable(core, SagaTurned.of(state.id, { saga, reason }))
  tellStuck(core, state.held.get(saga)!)
}

export function onUndo(core: Core, order: Undo): void {
  const { state } = core
  const was_blocked = isBlocked(state, order.saga)
  const { outcome } = takeBack(core, order, onwardFrom(state, order, order.step, order.reason))
  if (outcome === 'failed' && !was_blocked) tellStuck(core, state.held.get(order.saga)!)
}

/** For the service at the pivot, or the last: what it has not done yet it never will. */
export function onCancel(core: Core, cancel: Cancel): void {
  const { state } = core
  const { saga, step, reason } = cancel
  const known = state.held.get(saga)
  const order: Undo = { ...cancel, type: 'undo', help: null }
  if (known !== undefined) return
  avoid(core, order, onwardFrom(state, order, step, reason))
  emitOnceDurable(core, SagaTurned.of(state.id, { saga, reason }))
}

/** As who takes bookings: has the saga turned back, if it is not too late. */
export function cancel(core: Core, saga: Saga, reason: string): void {
  const { state } = core
  const { name, service } = state.steps[Math.min(pivotPlace(state.settings.pivot), LAST_EFFECT)]!
  const event: Cancel = { ...orderOf(state, saga), type: 'cancel', step: name, reason }
  write(core, { kind: 'cancel', saga: saga.saga, next: { to: memberFor(state, service, saga.customer), event } })
}
/** The place of the mail: whoever confirms has no say. */
const LAST_EFFECT = 2

export function onEnded(core: Core, from: NodeId, ended: Ended): void {
  const saga = core.state.sagas.get(ended.saga)
  if (saga !== undefined) end(core, saga, { complete: ended.complete, reason: ended.reason })
  acknowledge(core, from, ended)
}

export function acknowledge(core: Core, to: NodeId, event: SagaEvent): void {
  send(core, to, { type: 'got', event: eventName(event) }, 'sync')
}

export function onGot(core: Core, from: NodeId, event: string): void {
  if (core.state.outbox.get(event)?.to === from) write(core, { kind: 'got', event })
}

/** Sends what has not been sent, or not for long. */
export function sendEvents(core: Core): void {
  for (const outgoing of core.state.outbox.values()) {
    if (outgoing.waited > 0) continue
    outgoing.waited = 1
    send(core, outgoing.to, outgoing.event, 'sync')
  }
}

/** What was not acknowledged is sent again. */
export function onRetry(core: Core): void {
  const { state, now_us } = core
  for (const outgoing of state.outbox.values()) outgoing.waited = (outgoing.waited + 1) % (RETRIES_BEFORE_RESEND + 1)
  for (const saga of state.sagas.values())
    if (!saga.is_cancelled && now_us >= saga.deadline_us) cancel(core, saga, 'its deadline is over')
}

/** An operator helps a saga that is stuck here; false: it is not. */
export function help(core: Core, name: string, by: Help): boolean {
  const { state } = core
  const held = state.held.get(name)
  if (held === undefined || held.blocked === null) return false
  const step = ownStep(state.service!)
  emit(core, SagaHelped.of(state.id, { saga: name, step, waits_for: awaited(state, held), by }))
  const order = { ...heldOrder(state, held), step, help: by }
  const onward = onwardFrom(state, order, step, held.reason)
  if (held.state === 'done') takeBack(core, { ...order, type: 'undo', reason: held.reason }, onward)
  else if (by === 'retry') takeStep(core, { ...order, type: 'do' }, onward)
  else change(core, 'skip', order, { outcome: 'done', reason: '' }, onward)
  return true
}

function isBlocked({ held }: SagaState, saga: string): boolean {
  return (held.get(saga)?.blocked ?? null) !== null
}

function tellStuck({ state }: Core, held: Held): void {
  const { saga, blocked } = held
  emitOnceDurable({ state }, SagaStuck.of(state.id, { saga, waits_for: awaited(state, held), reason: blocked! }))
}

/** What a saga that is stuck here waits for. */
function awaited({ steps, service }: SagaState, { state }: Held): StepName | CompensationName {
  const { name, compensation } = steps[placeIn(steps, ownStep(service!))]!
  return state === 'done' ? compensation! : name
}
