import type { ServicesState } from './state'

/** Gauges under the names of the description's series. */
export function sample(state: ServicesState): Readonly<Record<string, number>> {
  const { tier, next, queue, working, tries, breakers, counters } = state
  if (tier === null) return {}
  const own = { queue_length: queue.length, working: working.size, shed: counters.shed }
  if (next === null) return { ...own, payments: counters.payments }
  const breakers_open = [...breakers.values()].filter((breaker) => breaker.state !== 'closed').length
  return { ...own, open_calls: tries.size, calls_sent: counters.sent, retries: counters.retries, breakers_open }
}

/** One line for logs, tests and the screen. */
export function describe(state: ServicesState): string {
  const { id, role, queue, working, serving, ledger } = state
  const totals = [...ledger.totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([account, total]) => `${account}=${total}`)
  return `${id} is ${role}: ${queue.length} wait, ${working.size} worked on, ${serving.size} wait for calls; ${totals.join(' ') || 'no payments'}`
}
