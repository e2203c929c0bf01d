/** A saga as messages carry it. */
import type { SagaState, Saga, Held } from './state'
import type { Order } from './messages'

export function orderOf(
  state: SagaState,
  { saga, number, customer, seats }: Pick<Saga, 'saga' | 'number' | 'customer' | 'seats'>
): Order {
  return { saga, number, customer, seats, amount: seats * state.settings.price, oldest: oldestOpen(state) }
}

/** As a service, which has been told what it cost. */
export function heldOrder({ oldest }: SagaState, { saga, number, customer, seats, amount }: Held): Order {
  return { saga, number, customer, seats, amount, oldest }
}

/** As who takes bookings: no saga with a smaller number is open. */
export function oldestOpen({ sagas, next_number }: SagaState): number {
  return sagas.values().next().value?.number ?? next_number
}
