import { isChoreographed } from './core'
import type { SagaState } from './state'

/** Gauges under the names of the description's series. */
export function sample(state: SagaState): Readonly<Record<string, number>> {
  const { service, sagas, held, outbox, counters } = state
  const unacknowledged = outbox.size
  if (service === null) {
    const stuck = [...sagas.values()].filter((saga) => saga.stuck !== null).length
    return { open: sagas.size, stuck, unacknowledged, completed: counters.completed, taken_back: counters.taken_back }
  }
  let [stuck, pending] = [0, 0]
  for (const one of held.values()) {
    // An orchestrator knows of it itself.
    if (one.blocked !== null && isChoreographed(state)) stuck++
    if (one.pending) pending++
  }
  return { stuck, pending, unacknowledged, keys_known: held.size, repeated: counters.repeated }
}

/** One line for logs, tests and the screen. */
export function describe({ id, role, service, sagas, held, accounts }: SagaState): string {
  if (service === null) {
    const open = [...sagas.values()].map(
      ({ saga, step, undo }) => `${saga} ${undo === null ? `forward at ${step}` : `back, ${undo.length} to go`}`
    )
    return `${id} takes bookings: ${open.join(', ') || 'nothing open'}`
  }
  const known = [...held.values()].map(({ saga, state, pending }) => `${saga} ${pending ? 'pending' : state}`)
  const figures = [...accounts].map(([customer, account]) => {
    const told = Object.entries(account).filter(([, value]) => value !== 0)
    return `${customer} ${told.map(([name, value]) => `${name}=${value}`).join(' ')}`
  })
  return `${id} is ${role}: ${known.join(', ') || 'no saga'}; ${figures.join('; ') || 'no customer'}`
}
