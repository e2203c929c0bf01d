/** What a shard does about transactions that it has not voted on: it may end them by itself, and does so where their coordinator is silent. */
import { GivenUp } from '../../../../src-shared/protocols/transactions/execution/facts'
import { setBounded } from '../../kit/bounded'
import { emit, send } from '../../kit/core'
import type { Core } from '../core'
import type { AtomicCommitState } from '../state'
import { settleHere } from './shard'

/** Transactions remembered as given up, so that no late message begins them anew. */
const GIVEN_UP_MAX = 4096

/** Asks after transactions of which nothing has been heard, and ends them if that has no answer. */
export function pursueUnvoted(core: Core): void {
  const { execution, coordinator } = core.state
  const ask_after = retriesUntilAsked(core.state)
  for (const { transaction, prepared } of [...execution.store.transactions.values()]) {
    if (prepared !== null) continue
    const silent = (execution.silent.get(transaction) ?? 0) + 1
    execution.silent.set(transaction, silent)
    if (silent >= 2 * ask_after) giveUp(core, transaction)
    else if (silent >= ask_after) send(core, coordinator, { type: 'still-open', transaction }, 'now')
  }
}

/** Half of the silence that it bears: the other half is for the answer. */
function retriesUntilAsked({ settings: { silence_us, retry_us } }: AtomicCommitState): number {
  return Math.ceil(silence_us / 2 / retry_us)
}

function giveUp(core: Core, transaction: string): void {
  const { id, execution } = core.state
  emit(core, GivenUp.of(id, { transaction }))
  setBounded(execution.given_up, transaction, true, GIVEN_UP_MAX)
  settleHere(core, transaction, false)
}

export function onUnderWay({ state: { execution } }: Core, transaction: string): void {
  if (execution.silent.has(transaction)) execution.silent.set(transaction, 0)
}
