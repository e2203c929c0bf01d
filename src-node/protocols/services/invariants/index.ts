/** The live invariants that the description names. */
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { LiveInvariant } from '../../contract'
import { NoWorkAfterDeadline } from './no-work-after-deadline'
import { PaidOnce } from './paid-once'
import { ParentKnown } from './parent-known'
import { QueueBound } from './queue-bound'
import { RetryBudget } from './retry-budget'

export function createInvariants(_nodes: readonly string[], parameters: Parameters): LiveInvariant[] {
  return [
    new PaidOnce(),
    new NoWorkAfterDeadline(),
    new QueueBound(),
    new RetryBudget(Number(parameters['retry_budget_percent'])),
    new ParentKnown()
  ]
}
