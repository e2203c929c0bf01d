/** The last service's accounts: each payment is on disk before anybody is told of it. */
import { Paid } from '../../../src-shared/protocols/services/facts'
import { setBounded } from '../kit/bounded'
import { emitOnceDurable } from '../kit/durable-events'
import type { Core } from './core'
import { log } from './core'
import type { ServicesRecord, ServicesState, Work } from './state'

/** Pays, unless it knows the payment by its key; what has been paid into the account. */
export function settle(core: Core, { request, account, amount, key }: Work): string {
  const { state } = core
  if (amount !== null && !(key !== null && state.ledger.keys.has(key))) {
    const record: ServicesRecord = { kind: 'payment', account, amount, key }
    log(core, record)
    recordPayment(state, record)
    emitOnceDurable(core, Paid.of(state.id, { request, account, amount, key }))
  }
  return String(state.ledger.totals.get(account) ?? 0)
}

/** Takes in a payment that is in the log. */
export function recordPayment({ ledger, settings, counters }: ServicesState, { account, amount, key }: ServicesRecord): void {
  ledger.totals.set(account, (ledger.totals.get(account) ?? 0) + amount)
  if (key !== null) setBounded(ledger.keys, key, true, settings.keys_kept)
  counters.payments++
}
