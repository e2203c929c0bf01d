import type { LabEvent } from '../../../../src-shared/events'
import { ClockEvent } from '../../../../src-shared/protocols/clocks/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { CausalOrder, isBefore } from './causal-order'
import type { Placed } from './causal-order'

/** Newest events that each new one is compared with. */
const COMPARED_MAX = 64

/** What is wrong with the stamps of two events, as a sentence; null: nothing. The later one did not happen before the earlier one. */
export type PairRule = (earlier: Placed, later: Placed, happened_before: boolean) => string | null

/** Compares each event that counts with those handed out before it. */
export class ComparedPairs implements LiveInvariant {
  readonly reads = [ClockEvent.name, 'gap']
  private compared: Placed[] = []
  private readonly order = new CausalOrder(() => {
    this.compared = []
  })

  constructor(
    readonly name: string,
    private readonly rule: PairRule
  ) {}

  observe(event: LabEvent): Violation | null {
    let violation: Violation | null = null
    for (const placed of this.order.observe(event)) {
      if (!placed.event.data.counts) continue
      violation ??= this.compare(placed)
      this.compared.push(placed)
      if (this.compared.length > COMPARED_MAX) this.compared.shift()
    }
    return violation
  }

  private compare(later: Placed): Violation | null {
    for (const earlier of this.compared) {
      const text = this.rule(earlier, later, isBefore(earlier, later))
      if (text !== null) return { text, events: [earlier.event.seq, later.event.seq] }
    }
    return null
  }
}

/** `receive x = 1 at B`. */
export function nameOf({ event: { node, data } }: Placed): string {
  return `${data.does} ${data.what} at ${node}`
}
