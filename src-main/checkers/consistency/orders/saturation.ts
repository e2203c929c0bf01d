/**
 * One order that explains several reads at once must also put
 * - a write that comes before a read before the write which that read saw instead, and
 * - a read before the writes that come after the one it saw.
 * Adding these pairs until none is missing may end in a contradiction: then no order explains the reads. Where the reads are in order
 * among each other the first rule is enough, and without a contradiction there is an order: this is the relation HB of Bouajjani et
 * al. (POPL 2017). Otherwise a search must follow; the two rules are those of Gibbons & Korach ("Testing shared memories", 1997).
 */
import type { Execution } from '../execution/execution'
import { overtaken } from '../findings/finding'
import type { Finding } from '../findings/finding'
import type { Meter } from '../meter'
import type { Relation } from './relation'
import { INITIAL } from '../execution/versions'
import type { WriteClocks } from './write-chains'

/** A pair that a read demands. */
interface Demand {
  readonly before: number
  readonly after: number
  readonly reader: number
}

/** Thrown within: a demand that cannot be met. */
class Contradiction {
  constructor(readonly demand: Demand) {}
}

/** An order in the making. It takes over the relation and the clocks, which must be those of the relation. */
export class Saturation {
  private readonly demands: Demand[] = []
  /** Number of the demand for a pair. */
  private readonly demand_of = new Map<string, number>()
  /** Events whose clocks also count what demands put before them; those of the others only what the given order does. */
  private readonly active: Uint8Array

  constructor(
    private readonly execution: Execution,
    readonly order: Relation,
    private readonly clocks: WriteClocks,
    private readonly meter: Meter
  ) {
    this.active = new Uint8Array(order.size)
  }

  /** Adds what the reads demand; why they cannot all be explained, or null. `in_order`: the reads are in order among each other. */
  saturate(reads: readonly number[], in_order: boolean): Finding | null {
    try {
      for (let known = -1; known !== this.demands.length;) {
        known = this.demands.length
        for (const reader of reads) {
          this.activate(reader)
          this.orderWritesBefore(reader)
          if (!in_order) this.orderWritesAfter(reader)
        }
      }
      return null
    } catch (error) {
      if (error instanceof Contradiction) return this.explain(error.demand)
      throw error
    }
  }

  /** Brings the clocks of the event and all before it up to date, to be kept so from now on: demands seldom reach far ahead. */
  private activate(event: number): void {
    const { order, active, clocks } = this
    const waiting = active[event] ? [] : [event]
    while (waiting.length > 0) {
      const e = waiting.at(-1)!
      const before = active[e] ? undefined : order.before[e]!.find((b) => !active[b])
      if (before !== undefined) {
        waiting.push(before)
        continue
      }
      waiting.pop()
      if (active[e]) continue
      this.meter.spend((order.before[e]!.length + 1) * clocks.chains.count)
      for (const b of order.before[e]!) clocks.join(e, b)
      active[e] = 1
    }
  }

  private orderWritesBefore(reader: number): void {
    const { reads, key } = this.execution.events[reader]!
    const segments = this.clocks.chains.of_key.get(key) ?? []
    this.meter.spend(segments.length)
    for (const segment of segments) {
      const write = this.clocks.lastBefore(reader, segment)
      if (write >= 0 && write !== reads) this.demand({ before: write, after: reads!, reader })
    }
  }

  private orderWritesAfter(reader: number): void {
    const { reads, key } = this.execution.events[reader]!
    const segments = this.clocks.chains.of_key.get(key) ?? []
    this.meter.spend(segments.length)
    for (const segment of segments) {
      const write = this.clocks.firstAfter(reads!, segment)
      if (write >= 0 && write !== reader) this.demand({ before: reader, after: write, reader })
    }
  }

  private demand(demand: Demand): void {
    const { before, after } = demand
    const { clocks, order } = this
    if (after === INITIAL || clocks.includes(before, after)) throw new Contradiction(demand)
    const pair = pairName(before, after)
    if (this.demand_of.has(pair) || (clocks.isWrite(before) && clocks.includes(after, before))) return
    this.demand_of.set(pair, this.demands.length)
    this.demands.push(demand)
    order.add(before, after)
    if (this.active[after]) this.propagate(before, after)
  }

  private propagate(before: number, after: number): void {
    const news = this.clocks.join(after, before) ? [after] : []
    for (let e = news.pop(); e !== undefined; e = news.pop()) {
      for (const follower of this.order.after[e]!) {
        this.meter.spend(this.clocks.chains.count)
        if (this.active[follower] && this.clocks.join(follower, e)) news.push(follower)
      }
    }
  }

  private explain(demand: Demand): Finding {
    const { before, after, reader } = demand
    const involved = new Set([reader])
    const last = this.demands.length
    this.collectReason(demand, last, involved)
    if (after !== INITIAL) this.collectPath(after, before, last, involved)
    const because = before === reader ? 'must come before it' : 'comes after that and before the read'
    return { events: [...involved], why: overtaken(this.execution, reader, before === reader ? after : before, because) }
  }

  /** What makes the read demand it. */
  private collectReason({ before, after, reader }: Demand, until: number, involved: Set<number>): void {
    const { reads } = this.execution.events[reader]!
    involved.add(reader)
    if (reads! >= 0) involved.add(reads!)
    if (before !== reader) this.collectPath(before, reader, until, involved)
    else if (reads! >= 0) this.collectPath(reads!, after, until, involved)
    else involved.add(after)
  }

  /** Everything on a way from `a` to `b` by the pairs given and the first `until` demands, with the reasons for those. */
  private collectPath(a: number, b: number, until: number, involved: Set<number>): void {
    const path = this.order.path(a, b, (from, to) => (this.demand_of.get(pairName(from, to)) ?? -1) < until) ?? []
    path.forEach((e, i) => {
      involved.add(e)
      const number = i > 0 ? this.demand_of.get(pairName(path[i - 1]!, e)) : undefined
      if (number !== undefined) this.collectReason(this.demands[number]!, number, involved)
    })
  }
}

function pairName(a: number, b: number): string {
  return `${a} ${b}`
}
