/** The live invariants that the description names. */
import type { NodeId } from '../../../../src-shared/ids'
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { LiveInvariant } from '../../contract'
import { AllOrCompensated } from './all-or-compensated'
import { ForwardAfterPivot } from './forward-after-pivot'
import { KnownAfterRestart } from './known-after-restart'
import { MoneyAddsUp } from './money-adds-up'
import { Once } from './once'
import { PendingKept } from './pending-kept'
import { ReverseOrder } from './reverse-order'

export function createInvariants(_: readonly NodeId[], parameters: Parameters): LiveInvariant[] {
  const fee = Number(parameters['fee'])
  return [
    new Once(),
    new AllOrCompensated(fee),
    new ReverseOrder(fee),
    new ForwardAfterPivot(String(parameters['pivot']), fee),
    new KnownAfterRestart(fee),
    new MoneyAddsUp(fee),
    new PendingKept()
  ]
}
