import type { Event, Execution } from '../execution/execution'
import type { Relation } from '../orders/relation'
import type { Value } from '../execution/versions'

const NONE = -1

/** A sequence in the making: which events are placed, in which order, what each key holds, and what may come next. */
export class Sequence {
  /** In the order in which they were placed. */
  readonly placed: number[] = []
  /** Events not placed all of whose predecessors are. */
  readonly ready = new Set<number>()
  /** Predecessors not yet placed. */
  private readonly waiting: Int32Array
  /** What each event saw, left, and did not find: numbers of values, each of one key; -1 for none. */
  private readonly sees: Int32Array
  private readonly leaves: Int32Array
  private readonly avoids: Int32Array
  /** For each value, events not placed that must see it, and that leave it. */
  private readonly to_see: Int32Array
  private readonly to_leave: Int32Array
  /** For each value, optional events not placed that would have to see it. */
  private readonly may_see: Int32Array
  /** For each key, events not placed that must not find a value. */
  private readonly to_avoid: Int32Array
  private readonly optional: readonly boolean[]
  /** Events not placed that must be. */
  private required = 0
  private readonly key_of: Int32Array
  /** Value of each key. */
  private readonly holds: Int32Array
  /** Value of its key before each event placed. */
  private readonly held_before: number[] = []
  /** Keys whose value does not follow from which events are placed. */
  private readonly doubtful_keys: readonly number[]
  private readonly lane_of: Int32Array
  /** How many events of each lane are placed; open events are lanes of their own. */
  private readonly placed_of_lane: Int32Array

  constructor(
    execution: Execution,
    private readonly order: Relation
  ) {
    const { events } = execution
    const keys = new Numbers()
    const values = new Numbers()
    const lanes = new Numbers()
    const valueOf = (key: number, value: Value) => values.of(value === null ? `${key}` : `${key} ${value}`)
    const numberOf = ({ key }: Event, value: Value | undefined) => (value === undefined ? NONE : valueOf(keys.of(key), value))
    this.key_of = Int32Array.from(events, ({ key }) => keys.of(key))
    this.sees = Int32Array.from(events, (event) => numberOf(event, event.sees))
    this.avoids = Int32Array.from(events, (event) => numberOf(event, event.avoids))
    // A value that nobody saw is like no other.
    this.leaves = Int32Array.from(events, (event, e) =>
      !event.writes ? NONE : event.leaves === undefined ? values.of(`of ${e}`) : numberOf(event, event.leaves)
    )
    this.holds = Int32Array.from({ length: keys.size }, (_, key) => valueOf(key, execution.initial))
    this.lane_of = Int32Array.from(events, ({ open, lane }, e) => lanes.of(open ? `open ${e}` : `${lane}`))
    this.placed_of_lane = new Int32Array(lanes.size)
    this.optional = events.map(({ optional }) => optional)
    this.to_see = new Int32Array(values.size)
    this.to_leave = new Int32Array(values.size)
    this.may_see = new Int32Array(values.size)
    this.to_avoid = new Int32Array(keys.size)
    events.forEach((_, e) => this.count(e, 1))
    const doubtful = events.filter(({ candidates, avoids }) => candidates !== null || avoids !== undefined)
    this.doubtful_keys = [...new Set(doubtful.map(({ key }) => keys.of(key)))]
    this.waiting = Int32Array.from(order.before, ({ length }) => length)
    this.waiting.forEach((count, e) => count === 0 && this.ready.add(e))
  }

  /** Whether all is placed that must be. */
  get isComplete(): boolean {
    return this.required === 0
  }

  /** Whether what the event saw is there. */
  fits(e: number): boolean {
    const held = this.holds[this.key_of[e]!]!
    return (this.sees[e] === NONE || this.sees[e] === held) && this.avoids[e] !== held
  }

  isObserver(e: number): boolean {
    return this.leaves[e] === NONE
  }

  /** Whether nobody else still has to see what the write hides, or it will be written again. */
  mayHide(e: number): boolean {
    const held = this.holds[this.key_of[e]!]!
    if (this.leaves[e] === held) return true
    const own = this.sees[e] === held && !this.optional[e] ? 1 : 0
    return this.to_see[held]! <= own || this.to_leave[held]! > 0
  }

  /** Whether the write makes no difference to any event that is still to come. */
  isIdle(e: number): boolean {
    const key = this.key_of[e]!
    // Where a value must not be found, a write that nobody saw may be needed later to hide it.
    return (
      this.sees[e] === NONE &&
      this.to_see[this.holds[key]!] === 0 &&
      this.to_see[this.leaves[e]!] === 0 &&
      this.may_see[this.holds[key]!] === 0 &&
      this.may_see[this.leaves[e]!] === 0 &&
      this.to_avoid[key] === 0
    )
  }

  place(e: number): void {
    const key = this.key_of[e]!
    this.placed.push(e)
    this.placed_of_lane[this.lane_of[e]!]!++
    this.held_before.push(this.holds[key]!)
    this.count(e, -1)
    if (!this.isObserver(e)) this.holds[key] = this.leaves[e]!
    this.ready.delete(e)
    for (const follower of this.order.after[e]!) if (--this.waiting[follower]! === 0) this.ready.add(follower)
  }

  /** Takes back all but the first `length` events. */
  undoTo(length: number): void {
    while (this.placed.length > length) {
      const e = this.placed.pop()!
      this.holds[this.key_of[e]!] = this.held_before.pop()!
      this.placed_of_lane[this.lane_of[e]!]!--
      this.count(e, 1)
      for (const follower of this.order.after[e]!) if (this.waiting[follower]!++ === 0) this.ready.delete(follower)
      this.ready.add(e)
    }
  }

  /** Exact name of all that matters for what can come: what is placed, and what keys hold where that does not follow. */
  name(): string {
    let name = ''
    for (const count of this.placed_of_lane) name += String.fromCharCode(count >>> 16, count & 0xffff)
    for (const key of this.doubtful_keys) name += String.fromCharCode(this.holds[key]! >>> 16, this.holds[key]! & 0xffff)
    return name
  }

  private count(e: number, by: 1 | -1): void {
    if (!this.optional[e]) this.required += by
    if (this.sees[e] !== NONE) (this.optional[e] ? this.may_see : this.to_see)[this.sees[e]!]! += by
    if (this.leaves[e] !== NONE) this.to_leave[this.leaves[e]!]! += by
    if (this.avoids[e] !== NONE) this.to_avoid[this.key_of[e]!]! += by
  }
}

/** Hands out numbers, 0, 1, 2 …, for names. */
class Numbers {
  private readonly numbers = new Map<string, number>()

  get size(): number {
    return this.numbers.size
  }

  of(name: string): number {
    let number = this.numbers.get(name)
    if (number === undefined) this.numbers.set(name, (number = this.numbers.size))
    return number
  }
}
