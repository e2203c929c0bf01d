/** Where the money of sagas went. */
import type { LabEvent } from '../../events'
import type { Span } from '../../folds/time-buckets'
import type { Metrics } from '../../metrics/metric'
import { isWithin, metricsPerSpan } from '../../metrics/metric'
import { Compensated, StepDone, StepsRecovered } from './facts'

interface Money {
  charged: number
  refunded: number
  off: number
  /** By saga: its charge, until it is refunded. */
  readonly charges: Map<string, number>
}

/** Charges remembered; of more the oldest are forgotten. */
const CHARGES_MAX = 100_000

export const moneyMetrics = metricsPerSpan({
  descriptions: [
    { name: 'money.charged', title: 'Charged', unit: '' },
    { name: 'money.refunded', title: 'Refunded', unit: '' },
    { name: 'money.off', title: 'Charged for what was taken back, less what was refunded', unit: '' }
  ],
  reads: [StepDone.name, Compensated.name, StepsRecovered.name],
  create: (): Money => ({ charged: 0, refunded: 0, off: 0, charges: new Map() }),
  fold: foldMoney,
  figures: ({ charged, refunded, off }): Metrics => ({ 'money.charged': charged, 'money.refunded': refunded, 'money.off': off })
})

function foldMoney(money: Money, event: LabEvent, span: Span): void {
  const is_counted = isWithin(event.t, span)
  if (StepDone.is(event) && event.data.amount !== undefined) {
    remember(money, event.data.saga, event.data.amount)
    if (is_counted) money.charged += event.data.amount
  } else if (Compensated.is(event) && event.data.amount !== undefined) {
    const { saga, amount } = event.data
    if (is_counted) {
      money.refunded += amount
      money.off += (money.charges.get(saga) ?? 0) - amount
    }
    money.charges.delete(saga)
  } else if (StepsRecovered.is(event) && event.data.step === 'charge') {
    // What the service did not live to tell.
    for (const { saga, state, amount } of event.data.held) if (state === 'done') remember(money, saga, amount)
  }
}

function remember({ charges }: Money, saga: string, amount: number): void {
  charges.set(saga, amount)
  if (charges.size > CHARGES_MAX) charges.delete(charges.keys().next().value!)
}
