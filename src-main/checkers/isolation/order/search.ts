/**
 * An order of all transactions in which every read sees the newest version. Where two versions of a key may come in either order, one of them
 * is often impossible: the one before the other means that whoever read it comes before the other too. All such pairs are settled first;
 * of those that are left, one after the other is chosen, with a look at what follows from it.
 */
import { Ints } from '../ints'
import type { Meter } from '../../consistency/meter'
import { EventGraph } from './event-graph'
import type { Orders } from './event-graph'
import type { Chains } from './chains'
import { Predecessors } from './predecessors'
import type { Versions } from './versions'

export interface FoundOrder {
  readonly events: EventGraph
  readonly order: Int32Array
}

/** Two versions of a key neither of which can come before the other; null: what is known leads in a circle already. */
export interface Contradiction {
  readonly versions: readonly [number, number] | null
}

/** `unknown`: none was found, but nothing shows that there is none. */
export type Found = FoundOrder | Contradiction | 'unknown'

export function findOrder(parts: readonly Orders[], versions: Versions, chains: Chains, meter: Meter): Found {
  return new Search(parts, versions, chains, meter).find()
}

class Search {
  private readonly events: EventGraph
  private readonly before: Predecessors
  private readonly is_settled: Uint8Array
  private readonly is_waiting: Uint8Array
  private readonly waiting = new Ints()
  /** Since the last choice. */
  private readonly settled = new Ints()

  constructor(
    parts: readonly Orders[],
    private readonly versions: Versions,
    chains: Chains,
    meter: Meter
  ) {
    this.events = new EventGraph(parts)
    const { states, transactions } = this.events
    this.before = new Predecessors(this.events, chains, meter, (event) => {
      if (event < transactions * states) this.reconsider((event / states) | 0)
    })
    this.is_settled = new Uint8Array(versions.pairCount)
    this.is_waiting = new Uint8Array(versions.pairCount)
  }

  find(): Found {
    const { pairCount } = this.versions
    if (!this.before.fill()) return { versions: null }
    for (let pair = 0; pair < pairCount; pair++) this.wait(pair)
    if (!this.settleAll()) return { versions: this.versions.pair(this.settled.at(this.settled.length - 1)) }
    for (let pair = 0; pair < pairCount; pair++) if (this.is_settled[pair] === 0 && !this.choose(pair)) return 'unknown'
    return { events: this.events, order: this.events.sorted() }
  }

  private choose(pair: number): boolean {
    const [one, other] = this.versions.pair(pair)
    this.settled.length = 0
    this.before.mark()
    if (this.settle(pair, one, other) && this.settleAll()) {
      this.before.keep()
      return true
    }
    this.before.takeBack()
    for (let i = 0; i < this.settled.length; i++) this.is_settled[this.settled.at(i)] = 0
    for (let i = 0; i < this.waiting.length; i++) this.is_waiting[this.waiting.at(i)] = 0
    this.waiting.length = 0
    return this.settle(pair, other, one) && this.settleAll()
  }

  /** All that follows; false: something contradicts itself. */
  private settleAll(): boolean {
    do {
      if (!this.before.carryOn()) return false
      for (let i = 0; i < this.waiting.length; i++) {
        const pair = this.waiting.at(i)
        this.is_waiting[pair] = 0
        if (!this.decide(pair)) return false
      }
      this.waiting.length = 0
    } while (this.before.isWaiting)
    return true
  }

  private decide(pair: number): boolean {
    if (this.is_settled[pair] === 1) return true
    const [one, other] = this.versions.pair(pair)
    if (this.isExcluded(other, one)) return this.settle(pair, one, other)
    return this.isExcluded(one, other) ? this.settle(pair, other, one) : true
  }

  /** Whether one version cannot come before another. */
  private isExcluded(first: number, second: number): boolean {
    const { events, before, versions } = this
    const [writer, overwriter] = [versions.writerOf(first), versions.writerOf(second)]
    if (before.precedes(events.begin(overwriter), events.commit(writer))) return true
    for (const reader of versions.readersOf(first))
      if (reader !== overwriter && before.precedes(events.commit(overwriter), events.begin(reader))) return true
    return false
  }

  /** One version comes before another: so do all who read it. */
  private settle(pair: number, first: number, second: number): boolean {
    const { events, before, versions } = this
    this.is_settled[pair] = 1
    this.settled.push(pair)
    const [writer, overwriter] = [versions.writerOf(first), versions.writerOf(second)]
    if (!before.add(events.commit(writer), events.begin(overwriter))) return false
    for (const reader of versions.readersOf(first))
      if (reader !== overwriter && !before.add(events.begin(reader), events.commit(overwriter))) return false
    return true
  }

  private reconsider(transaction: number): void {
    this.versions.eachPairOf(transaction, (pair) => {
      if (this.is_settled[pair] === 0) this.wait(pair)
    })
  }

  private wait(pair: number): void {
    if (this.is_waiting[pair] === 1) return
    this.is_waiting[pair] = 1
    this.waiting.push(pair)
  }
}
