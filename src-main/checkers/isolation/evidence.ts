import type { Anomaly } from '../../../src-shared/isolation/anomalies'

/** An anomaly that needs no cycle to be seen: how often it was seen, and the first time. */
export interface Sighting {
  readonly anomaly: Anomaly
  readonly text: string
  readonly transactions: readonly number[]
  count: number
}

export class Evidence {
  readonly sightings = new Map<Anomaly, Sighting>()

  /** `tell` is asked for the first one alone. */
  add(anomaly: Anomaly, transactions: readonly number[], tell: () => string): void {
    const known = this.sightings.get(anomaly)
    if (known) known.count++
    else this.sightings.set(anomaly, { anomaly, transactions, text: tell(), count: 1 })
  }
}
