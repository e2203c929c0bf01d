/** What a record of the log does to the state: the same when it is written, and when it is read after a crash. */
import { setBounded } from '../kit/bounded'
import { rememberAnswer } from '../kit/answers'
import type { Core } from './core'
import { log } from './core'
import type { SagaEvent } from './messages'
import type { Account, Change, Held, LocalRecord, NextEvent, Saga, SagaRecord, SagaState, SavedSaga } from './state'

/** Customers of whom a service knows figures. */
const ACCOUNTS_MAX = 65_536

export function write(core: Core, record: SagaRecord): void {
  log(core, record)
  apply(core.state, record)
}

export function apply(state: SagaState, record: SagaRecord): void {
  switch (record.kind) {
    case 'begin':
      return begin(state, record)
    case 'local':
      return applyLocal(state, record)
    case 'got':
      state.outbox.delete(record.event)
      return
    default:
      return applyTo(state, state.sagas.get(record.saga)!, record)
  }
}

type OfSaga = Exclude<SagaRecord, { readonly kind: 'begin' | 'local' | 'got' }>

function begin(state: SagaState, { kind: _, next, ...begun }: Extract<SagaRecord, { readonly kind: 'begin' }>): void {
  state.next_number = begun.number + 1
  state.sagas.set(begun.saga, newSaga({ ...begun, step: 0, undo: null, reason: '', is_cancelled: false }))
  putOut(state, next)
}

/** One of which nothing more is known than what is on disk. */
export function newSaga(saved: SavedSaga): Saga {
  return { ...saved, stuck: null, help: null, tries: 0, waited: 0, requests: [] }
}

function applyTo(state: SagaState, saga: Saga, record: OfSaga): void {
  switch (record.kind) {
    case 'step':
      return goOn(saga, { step: record.step })
    case 'back':
      return goOn(saga, { undo: record.undo, reason: record.reason })
    case 'undone':
      return goOn(saga, { undo: saga.undo!.slice(1) })
    case 'cancel':
      saga.is_cancelled = true
      return putOut(state, record.next)
    case 'end': {
      const { session, sequence } = saga
      const { complete, reason } = record
      state.sagas.delete(record.saga)
      rememberAnswer(state.answers, { session, sequence, value: { complete, reason } }, state.settings.answers_kept)
      state.counters[complete ? 'completed' : 'taken_back']++
    }
  }
}

/** Something else is asked for from now on. */
function goOn(saga: Saga, change: Partial<Saga>): void {
  Object.assign(saga, { ...change, stuck: null, help: null, tries: 0, waited: 0 })
}

function putOut({ outbox }: SagaState, next: NextEvent | null): void {
  if (next !== null) outbox.set(eventName(next.event), { ...next, waited: 0 })
}

/** What its sender calls an event. */
export function eventName(event: SagaEvent): string {
  return 'step' in event ? `${event.type} ${event.step} ${event.saga}` : `${event.type} ${event.saga}`
}

function applyLocal(state: SagaState, record: LocalRecord): void {
  const { change, saga, number, customer, seats, amount, oldest, next } = record
  const held = state.held.get(saga) ?? {
    saga,
    number,
    customer,
    seats,
    amount,
    state: 'void',
    pending: false,
    blocked: null,
    reason: ''
  }
  state.held.set(saga, held)
  changeAccount(state, accountOf(state, customer), held, change)
  changeHeld(state, held, record)
  noteOldest(state, oldest)
  putOut(state, next)
}

function accountOf({ accounts }: SagaState, customer: string): Account {
  const known = accounts.get(customer)
  if (known !== undefined) return known
  const account = { ...NOTHING }
  setBounded(accounts, customer, account, ACCOUNTS_MAX)
  return account
}

export const NOTHING: Account = { charged: 0, pending: 0, refunded: 0, seats: 0, mails: 0, apologies: 0 }

function changeAccount(state: SagaState, account: Account, held: Held, change: Change): void {
  const { settings } = state
  const { amount, seats, pending } = held
  switch (change) {
    case 'charge':
      account[settings.semantic_locks ? 'pending' : 'charged'] += amount
      return
    case 'confirm':
      return confirmCharge(account, held)
    case 'refund':
      if (pending) confirmCharge(account, held)
      account.refunded += refundOf(state, amount)
      return
    case 'reserve':
    case 'release': {
      const taken = change === 'reserve' ? seats : -seats
      account.seats += taken
      state.reserved += taken
      return
    }
    case 'skip':
      // A charge that is not refunded stays.
      if (pending) confirmCharge(account, held)
      return
    case 'mail':
      account.mails++
      return
    case 'apologise':
      account.apologies++
  }
}

function confirmCharge(account: Account, { amount }: Held): void {
  account.pending -= amount
  account.charged += amount
}

/** A refund is not the inverse of a charge: a fee stays. */
export function refundOf({ settings }: SagaState, amount: number): number {
  return Math.max(0, amount - settings.fee)
}

function changeHeld({ settings }: SagaState, held: Held, { change, reason, blocked }: LocalRecord): void {
  if (reason !== '') held.reason = reason
  held.blocked = blocked
  switch (change) {
    case 'charge':
      held.pending = settings.semantic_locks
      held.state = 'done'
      return
    case 'reserve':
    case 'mail':
      held.state = 'done'
      return
    case 'confirm':
      held.pending = false
      return
    case 'refund':
    case 'release':
    case 'apologise':
      held.pending = false
      held.state = 'undone'
      return
    case 'skip':
      held.pending = false
      if (held.state === 'done') held.state = 'undone'
      return
    case 'refuse':
      held.state = 'refused'
  }
}

/** Keys of sagas that have ended are forgotten: a copy that comes later is known by its number. */
export function noteOldest(state: SagaState, oldest: number): void {
  if (oldest <= state.oldest) return
  state.oldest = oldest
  for (const [saga, { number }] of state.held) if (number < oldest) state.held.delete(saga)
}
