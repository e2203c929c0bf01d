/** The orchestrator: asks for one step after the other, and knows from its log what there is to take back. */
import type { NodeId } from '../../../src-shared/ids'
import { SagaHelped, SagaStuck, SagaTurned } from '../../../src-shared/protocols/saga/facts'
import { pivotPlace } from '../../../src-shared/protocols/saga/steps'
import type { CompensationName, Step, StepName } from '../../../src-shared/protocols/saga/steps'
import { emit, send } from '../kit/core'
import { emitOnceDurable } from '../kit/durable-events'
import type { Core } from './core'
import { memberFor, RETRIES_BEFORE_RESEND } from './core'
import { end } from './endings'
import type { Answer, Help } from './messages'
import { orderOf } from './orders'
import { write } from './records'
import type { Saga, SagaState } from './state'

/** What is known of the step that was asked for last. */
type LastStep = 'done' | 'refused' | 'in-doubt'

/** Asks for the step that is next, or for the compensation, after what the log says of it is on disk. */
export function ask(core: Core, saga: Saga): void {
  const { state } = core
  const { name: step, service } = awaited(state, saga)
  const { help, reason } = saga
  const order = { ...orderOf(state, saga), step, help }
  const message = saga.undo === null ? ({ type: 'do', ...order } as const) : ({ type: 'undo', ...order, reason } as const)
  saga.tries++
  saga.waited = 0
  send(core, memberFor(state, service, saga.customer), message, state.switches['send-before-logged'] ? 'now' : 'sync')
}

/** The step that the saga waits for, or whose compensation. */
function awaited({ steps }: SagaState, { step, undo }: Saga): Step {
  return steps[undo === null ? step : undo[0]!]!
}

function awaitedName(state: SagaState, saga: Saga): StepName | CompensationName {
  const { name, compensation } = awaited(state, saga)
  return saga.undo === null ? name : compensation!
}

export function onAnswer(core: Core, from: NodeId, { saga: name, step, outcome, reason }: Answer): void {
  const { state } = core
  const saga = state.sagas.get(name)
  if (saga === undefined || isOver(saga)) return
  const { name: expected, service } = awaited(state, saga)
  if (expected !== step || memberFor(state, service, saga.customer) !== from) return
  if (saga.undo === null) {
    if (outcome === 'done') goForward(core, saga)
    else if (outcome === 'refused') refused(core, saga, reason)
  } else if (outcome === 'undone') goBackward(core, saga)
  else if (outcome === 'failed') stick(core, saga, reason)
}

/** The step is done, or need not be. */
function goForward(core: Core, saga: Saga): void {
  const { state, now_us } = core
  if (saga.step === state.steps.length - 1) return end(core, saga, { complete: true, reason: '' })
  if (now_us >= saga.deadline_us && mayTurn(state, saga)) return turnBack(core, saga, LATE, 'done')
  write(core, { kind: 'step', saga: saga.saga, step: saga.step + 1 })
  ask(core, saga)
}

const LATE = 'its deadline is over'

function refused(core: Core, saga: Saga, reason: string): void {
  const { state } = core
  if (saga.step <= pivotPlace(state.settings.pivot)) turnBack(core, saga, reason, 'refused')
  else stick(core, saga, reason)
}

/** Whether it may go backward while its last step is in doubt, or done: not once the pivot was asked for. */
function mayTurn({ settings, switches }: SagaState, { step }: Saga): boolean {
  return step < pivotPlace(settings.pivot) || switches['back-after-pivot'] === true
}

function turnBack(core: Core, saga: Saga, reason: string, last: LastStep): void {
  const { state } = core
  const places = placesToUndo(state, saga, last)
  write(core, { kind: 'back', saga: saga.saga, undo: places, reason })
  emitOnceDurable(core, SagaTurned.of(state.id, { saga: saga.saga, reason }))
  askOrEnd(core, saga)
}

/** The last first. A step in doubt may have happened: what takes it back was registered before it was asked for. */
function placesToUndo({ steps, switches }: SagaState, { step }: Saga, last: LastStep): number[] {
  const is_left_out = last === 'refused' || (last === 'in-doubt' && switches['register-after-step'])
  const places = steps.flatMap(({ compensation }, place) => (compensation !== null && place <= step ? [place] : []))
  const own = is_left_out ? places.filter((place) => place < step) : places
  return switches['compensate-in-order'] ? own : own.reverse()
}

function goBackward(core: Core, saga: Saga): void {
  write(core, { kind: 'undone', saga: saga.saga })
  askOrEnd(core, saga)
}

/** All is taken back, and a crash has torn the record of its end. */
function isOver({ undo }: Saga): boolean {
  return undo?.length === 0
}

function askOrEnd(core: Core, saga: Saga): void {
  if (isOver(saga)) end(core, saga, { complete: false, reason: saga.reason })
  else ask(core, saga)
}

function stick(core: Core, saga: Saga, reason: string): void {
  if (saga.stuck !== null) return
  saga.stuck = reason
  emit(core, SagaStuck.of(core.state.id, { saga: saga.saga, waits_for: awaitedName(core.state, saga), reason }))
}

/** Asks again for what was not answered, unless it is time to turn back. */
export function onRetry(core: Core): void {
  for (const saga of [...core.state.sagas.values()]) {
    if (isOver(saga)) {
      askOrEnd(core, saga)
      continue
    }
    if (saga.stuck !== null || ++saga.waited < RETRIES_BEFORE_RESEND) continue
    const reason = reasonToTurn(core, saga)
    if (reason === null) ask(core, saga)
    else turnBack(core, saga, reason, 'in-doubt')
  }
}

function reasonToTurn({ state, now_us }: Core, saga: Saga): string | null {
  if (saga.undo !== null || !mayTurn(state, saga)) return null
  if (now_us >= saga.deadline_us) return LATE
  return saga.tries >= state.settings.attempts ? `nobody answers for ${awaited(state, saga).name}` : null
}

/** Whether it is called off. */
export function cancel(core: Core, saga: Saga): boolean {
  const { state } = core
  if (saga.undo !== null || !mayTurn(state, saga)) return false
  if (state.switches['no-compensation-on-cancel']) end(core, saga, { complete: false, reason: CANCELLED })
  else turnBack(core, saga, CANCELLED, 'in-doubt')
  return true
}
const CANCELLED = 'the client cancels'

/** An operator helps a saga that is stuck; false: this one is not. */
export function help(core: Core, name: string, by: Help): boolean {
  const { state } = core
  const saga = state.sagas.get(name)
  if (saga === undefined || saga.stuck === null) return false
  const told = { saga: name, step: awaited(state, saga).name, waits_for: awaitedName(state, saga), by }
  emit(core, SagaHelped.of(state.id, told))
  saga.stuck = null
  saga.help = by
  // What a service has done and leaves as it is must be known there.
  if (by === 'skip' && saga.undo === null) goForward(core, saga)
  else ask(core, saga)
  return true
}
