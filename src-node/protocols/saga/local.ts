/** What a service does by itself: a step, or its compensation, each once, whatever comes how often. */
import { Compensated, StepDone, StepRefused } from '../../../src-shared/protocols/saga/facts'
import type { CompensationName, Service, StepName } from '../../../src-shared/protocols/saga/steps'
import { emitOnceDurable } from '../kit/durable-events'
import type { Core } from './core'
import { isChoreographed } from './core'
import type { Do, Order, Undo } from './messages'
import { NOTHING, refundOf, write } from './records'
import type { Change, Held, LocalRecord, NextEvent } from './state'
import { stepNamed } from './state'

export interface LocalOutcome {
  readonly outcome: 'done' | 'refused' | 'undone' | 'failed'
  readonly reason: string
}

/** The event that an outcome leads to; null: the saga’s orchestrator knows what comes next. */
export type Onward = (outcome: LocalOutcome) => NextEvent | null

export function takeStep(core: Core, order: Do, onward: Onward): LocalOutcome {
  const { state } = core
  const known = state.held.get(order.saga)
  if (order.step === 'confirm') return confirm(core, order, known, onward)
  if (known !== undefined && !isTakenAgain(core, order, known)) {
    state.counters.repeated++
    return known.state === 'done' ? DONE : { outcome: 'refused', reason: known.reason }
  }
  const reason = order.help === 'retry' ? null : objectionTo(core, order)
  if (reason === null) return done(core, order, onward)
  const refused: LocalOutcome = { outcome: 'refused', reason }
  const next = onward(refused)
  // In one record: a crash may tear what is in two.
  const blocked = next === null && isChoreographed(state) ? reason : null
  writeLocal(core, 'refuse', order, { reason, blocked, next })
  emitOnceDurable(core, StepRefused.of(state.id, { saga: order.saga, step: order.step, reason }))
  return refused
}

const DONE: LocalOutcome = { outcome: 'done', reason: '' }
const UNDONE: LocalOutcome = { outcome: 'undone', reason: '' }

/** What failed is taken again by hand; the bug takes again what is done. */
function isTakenAgain({ state }: Core, { help }: Do, known: Held): boolean {
  if (known.state === 'refused') return help === 'retry'
  return known.state === 'done' && state.switches['step-not-idempotent'] === true
}

/** Why the step fails for good, as the rest of a sentence; null: it does not. */
function objectionTo({ state, random }: Core, { customer, seats, amount }: Order): string | null {
  const { settings, service, switches } = state
  const { charged, pending, refunded } = state.accounts.get(customer) ?? NOTHING
  if (service === 'payment') {
    if (pending > 0 && !switches['ignore-pending']) return `${customer} has a pending charge`
    if (charged + pending - refunded + amount > settings.balance) return `${customer} has not enough money`
  }
  if (service === 'seats' && state.reserved + seats > settings.stock) return 'all seats are taken'
  return random() * 100 < settings.refused_percent ? FAILURES[service!] : null
}

const FAILURES: Readonly<Record<Service, string>> = {
  payment: 'the card is refused',
  seats: 'the seat is not for sale',
  mail: 'the mail cannot be delivered'
}

function done(core: Core, order: Do, onward: Onward): LocalOutcome {
  const { id, settings } = core.state
  const { saga, step, customer, amount } = order
  change(core, step, order, DONE, onward)
  const money = step === 'charge' ? { amount, ...(settings.semantic_locks && { pending: true }) } : {}
  emitOnceDurable(core, StepDone.of(id, { saga, step, customer, ...money }))
  return DONE
}

/** The charge is pending no more. */
function confirm(core: Core, order: Do, known: Held | undefined, onward: Onward): LocalOutcome {
  if (known?.state !== 'done') return { outcome: 'refused', reason: 'there is no charge' }
  return known.pending ? done(core, order, onward) : DONE
}

export function takeBack(core: Core, order: Undo, onward: Onward): LocalOutcome {
  const { state } = core
  const known = state.held.get(order.saga)
  const compensation = stepNamed(state.steps, order.step)!.compensation!
  if (known === undefined) return avoid(core, order, onward)
  const is_known = known.state !== 'done' && !(known.state === 'undone' && state.switches['compensation-not-idempotent'])
  if (is_known) {
    state.counters.repeated++
    return UNDONE
  }
  if (order.help === 'skip') return leave(core, order, known, onward)
  if (order.help === null && fails(core, order, known)) return { outcome: 'failed', reason: known.blocked! }
  return compensate(core, compensation, order, onward)
}

/** A step that was never taken, and must not be from now on. */
export function avoid(core: Core, order: Undo, onward: Onward): LocalOutcome {
  change(core, 'void', order, { ...UNDONE, reason: order.reason }, onward)
  return tellCompensated(core, order, { nothing: true })
}

function compensate(core: Core, compensation: CompensationName, order: Undo, onward: Onward): LocalOutcome {
  change(core, compensation, order, { ...UNDONE, reason: order.reason }, onward)
  const money = compensation === 'refund' ? { amount: refundOf(core.state, order.amount) } : {}
  return tellCompensated(core, order, { nothing: false, ...money })
}

/** An operator goes on without the compensation: what was done stays, and a charge is pending no more. */
function leave(core: Core, order: Undo, known: Held, onward: Onward): LocalOutcome {
  const { saga, customer, pending } = known
  change(core, 'skip', order, { ...UNDONE, reason: order.reason }, onward)
  if (pending) emitOnceDurable(core, StepDone.of(core.state.id, { saga, step: 'confirm', customer }))
  return UNDONE
}

function tellCompensated(
  core: Core,
  { saga, step }: Undo,
  told: { readonly nothing: boolean; readonly amount?: number }
): LocalOutcome {
  const { id, steps } = core.state
  emitOnceDurable(core, Compensated.of(id, { saga, step, compensation: stepNamed(steps, step)!.compensation!, ...told }))
  return UNDONE
}

/** Whether the compensation fails until somebody helps, which is drawn once. */
function fails(core: Core, order: Undo, known: Held): boolean {
  if (known.blocked !== null) return true
  if (core.random() * 100 >= core.state.settings.compensation_fails_percent) return false
  block(core, order, REASONS[core.state.service!], order.reason)
  return true
}

const REASONS: Readonly<Record<Service, string>> = {
  payment: 'the account is closed',
  seats: 'the seat is in use',
  mail: 'the address is gone'
}

/** Writes the change, and what it leads to, in one record. */
export function change(core: Core, name: Change, order: Order, outcome: LocalOutcome, onward: Onward): void {
  writeLocal(core, name, order, { reason: outcome.reason, blocked: null, next: onward(outcome) })
}

/** From now on it fails until somebody helps. `reason`: why the saga is turned back. */
function block(core: Core, order: Order, blocked: string, reason: string): void {
  writeLocal(core, 'block', order, { reason, blocked, next: null })
}

function writeLocal(core: Core, change: Change, order: Order, more: Pick<LocalRecord, 'reason' | 'blocked' | 'next'>): void {
  const { saga, number, customer, seats, amount, oldest } = order
  write(core, { kind: 'local', change, saga, number, customer, seats, amount, oldest, ...more })
}

/** The step by which a service is known. */
export function ownStep(service: Service): StepName {
  return OWN[service]
}
const OWN: Readonly<Record<Service, StepName>> = { payment: 'charge', seats: 'reserve', mail: 'mail' }
