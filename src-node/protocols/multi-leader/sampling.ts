import { lagGauges, lagInMs } from '../replicated-log/lag'
import { countMissing, firstMissing } from './missing-updates'
import { slotOf } from '../numbered-updates/origins'
import type { MultiLeaderState } from './state'

/** Gauges under the names of the description's series. */
export function sample(state: MultiLeaderState): Readonly<Record<string, number>> {
  const { store, log, seen, slot, nodes, counters, now_us } = state
  const downstream = state.downstream.filter(({ origins }) => origins.size > 0)
  const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)
  const end = log.base + log.updates.length
  const values = {
    updates_made: sumOf(seen.filter((_, origin) => slotOf(origin, nodes.length) === slot)),
    updates_seen: sumOf(seen),
    log_updates: log.updates.length,
    keys: store.rows.size,
    overwritten: store.overwritten,
    ...counters
  }
  // What the others have it learns only from them.
  const known = downstream.filter((to) => to.known)
  const lags = known.map((to) =>
    lagGauges(to.node, countMissing(state, to), lagInMs(state, firstMissing(state, to), end, now_us))
  )
  return Object.assign(values, ...lags) as Readonly<Record<string, number>>
}

/** One line for logs, tests and the screen. */
export function describe({ id, leader, slot, nodes, seen, store, log }: MultiLeaderState): string {
  const role = leader === slot ? 'leads' : `follows ${nodes[leader]}`
  return `${id} ${role} seen=[${seen.join(',')}] keys=${store.rows.size} log=${log.base}+${log.updates.length}`
}
