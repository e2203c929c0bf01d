import type { LabEvent } from '../../../../src-shared/events'
import { Compensated, StepDone, StepsRecovered } from '../../../../src-shared/protocols/saga/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'

/** Customers remembered; the oldest are forgotten. */
const REMEMBERED_MAX = 8_192

interface Pending {
  readonly saga: string
  readonly seq: number
}

/** No other saga charges a customer who has a pending charge. */
export class PendingKept implements LiveInvariant {
  readonly name = 'pending-kept'
  readonly reads = [StepDone.name, Compensated.name, StepsRecovered.name, 'gap']
  /** By customer. */
  private readonly pending = new Map<string, Pending>()

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'gap') this.pending.clear()
    if (StepDone.is(event)) return this.done(event)
    if (Compensated.is(event) && event.data.step === 'charge') this.settle(event.data.saga)
    if (StepsRecovered.is(event) && event.data.step === 'charge')
      for (const { saga, customer, pending } of event.data.held) {
        if (pending) setBounded(this.pending, customer, { saga, seq: event.seq }, REMEMBERED_MAX)
        else this.settle(saga)
      }
    return null
  }

  private done({ node, seq, data }: StepDone): Violation | null {
    const { saga, step, customer, pending = false } = data
    if (step === 'confirm') this.settle(saga)
    if (step !== 'charge' || !pending) return null
    const before = this.pending.get(customer)
    setBounded(this.pending, customer, { saga, seq }, REMEMBERED_MAX)
    if (before === undefined || before.saga === saga) return null
    return {
      text: `${node} charges ${customer} for ${saga}, while the charge of ${before.saga} is pending`,
      events: [before.seq, seq]
    }
  }

  private settle(saga: string): void {
    for (const [customer, { saga: known }] of this.pending) if (known === saga) this.pending.delete(customer)
  }
}
