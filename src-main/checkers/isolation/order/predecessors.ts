/**
 * For every event, which writers come before it: of each row of writers (see `chains.ts`) the last one. An order that is added is carried
 * on to all events that it concerns, which are few: time has ordered most.
 */
import { Ints } from '../ints'
import type { Meter } from '../../consistency/meter'
import type { Chains } from './chains'
import type { EventGraph } from './event-graph'

const NONE = -1

export class Predecessors {
  private readonly chains: number
  private readonly degrees: Int32Array
  /** By event: where its row begins; {@link NONE}: nothing comes before it. */
  private readonly row_of: Int32Array
  /** Rows of the last place in each chain, from 1; 0: none. */
  private readonly latest: Int32Array
  /** By event; {@link NONE}: of none that writes. */
  private readonly chain_of: Int32Array
  private readonly place_of: Int32Array
  private readonly waiting = new Ints()
  private readonly is_waiting: Uint8Array
  /** What was there before, since {@link mark}. */
  private readonly trail_place = new Ints()
  private readonly trail_value = new Ints()
  private kept = NONE

  constructor(
    private readonly graph: EventGraph,
    chains: Chains,
    private readonly meter: Meter,
    /** More is known to come before an event. */
    private readonly onChange: (event: number) => void
  ) {
    const { events, states, transactions } = graph
    this.chains = chains.count
    this.chain_of = new Int32Array(events).fill(NONE)
    this.place_of = new Int32Array(events)
    for (let event = 0; event < transactions * states; event++) {
      const transaction = (event / states) | 0
      this.chain_of[event] = chains.chain_of[transaction]!
      this.place_of[event] = chains.place_of[transaction]! * states + (event % states) + 1
    }
    this.degrees = graph.degrees()
    this.row_of = new Int32Array(events).fill(NONE)
    let rows = 0
    for (let event = 0; event < events; event++)
      if (this.degrees[event]! > 0 || this.chain_of[event]! >= 0) this.row_of[event] = rows++ * this.chains
    this.latest = new Int32Array(rows * this.chains)
    this.is_waiting = new Uint8Array(events)
  }

  /** Something is still to be carried on. */
  get isWaiting(): boolean {
    return this.waiting.length > 0
  }

  /** From the orders that are known; false: they lead in a circle. */
  fill(): boolean {
    const { graph, latest, row_of } = this
    const order = graph.sorted(this.degrees)
    if (order.length < graph.events) return false
    for (const event of order) {
      const chain = this.chain_of[event]!
      if (chain >= 0) latest[row_of[event]! + chain] = this.place_of[event]!
      if (row_of[event] === NONE) continue
      for (let edge = graph.starts[event]!; edge < graph.starts[event + 1]!; edge++) this.copy(event, graph.targets[edge]!)
      this.meter.spend(this.chains * (1 + graph.starts[event + 1]! - graph.starts[event]!))
    }
    return true
  }

  /** Whether the event of a writer comes before another. */
  precedes(writer_event: number, event: number): boolean {
    const row = this.row_of[event]!
    return row !== NONE && this.latest[row + this.chain_of[writer_event]!]! >= this.place_of[writer_event]!
  }

  /** `to` is the event of a writer. False: it comes before `from`. */
  add(from: number, to: number): boolean {
    if (this.chain_of[from]! >= 0 && this.precedes(from, to)) return true
    if (this.precedes(to, from)) return false
    this.graph.add(from, to)
    if (this.row_of[from] !== NONE && this.merge(from, to)) this.changed(to)
    return true
  }

  /** Carries all additions on; false: something comes before itself. */
  carryOn(): boolean {
    const { graph, waiting } = this
    for (let i = 0; i < waiting.length; i++) {
      const event = waiting.at(i)
      this.is_waiting[event] = 0
      for (let edge = graph.starts[event]!; edge < graph.starts[event + 1]!; edge++)
        if (!this.follow(event, graph.targets[edge]!)) return false
      for (let i = graph.added[event]!; i !== NONE; i = graph.next_added.at(i))
        if (!this.follow(event, graph.added_target.at(i))) return false
      this.meter.spend(this.chains * (1 + graph.starts[event + 1]! - graph.starts[event]!))
    }
    waiting.length = 0
    return true
  }

  /** From here on, changes can be taken back. */
  mark(): void {
    this.trail_place.length = 0
    this.trail_value.length = 0
    this.kept = this.graph.additions
  }

  /** What was done since the mark stays. */
  keep(): void {
    this.kept = NONE
  }

  takeBack(): void {
    for (let i = 0; i < this.waiting.length; i++) this.is_waiting[this.waiting.at(i)] = 0
    this.waiting.length = 0
    for (let i = this.trail_place.length - 1; i >= 0; i--) this.latest[this.trail_place.at(i)] = this.trail_value.at(i)
    this.graph.takeBack(this.kept)
    this.keep()
  }

  private follow(event: number, target: number): boolean {
    const chain = this.chain_of[target]!
    if (chain >= 0 && this.latest[this.row_of[event]! + chain]! >= this.place_of[target]!) return false
    if (this.merge(event, target)) this.changed(target)
    return true
  }

  private changed(event: number): void {
    this.onChange(event)
    if (this.is_waiting[event] === 1) return
    this.is_waiting[event] = 1
    this.waiting.push(event)
  }

  /** As {@link merge}, while nobody wants to know what is news. */
  private copy(from: number, to: number): void {
    const { latest, chains } = this
    const source = this.row_of[from]!
    const target = this.row_of[to]!
    for (let chain = 0; chain < chains; chain++) {
      const place = latest[source + chain]!
      if (place > latest[target + chain]!) latest[target + chain] = place
    }
  }

  /** Whatever comes before the one comes before the other as well; true: that is news. */
  private merge(from: number, to: number): boolean {
    const { latest, chains } = this
    const source = this.row_of[from]!
    const target = this.row_of[to]!
    let is_news = false
    for (let chain = 0; chain < chains; chain++) {
      const place = latest[source + chain]!
      if (place <= latest[target + chain]!) continue
      if (this.kept !== NONE) {
        this.trail_place.push(target + chain)
        this.trail_value.push(latest[target + chain]!)
      }
      latest[target + chain] = place
      is_news = true
    }
    return is_news
  }
}
