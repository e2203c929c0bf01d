/**
 * The search for one order of all operations in which every read shows the sum of the increments before it: as for registers
 * (`sequential-search.ts`), depth first and never on from the same configuration twice. A configuration is how far each session is
 * and which open increments are placed: all sums follow from that. Where a key counts in one direction, a sum never comes back, so
 * that nothing is added while it is still to be read.
 */
import type { Meter } from '../meter'
import { bySession } from './history'
import type { CounterEvent, CounterEvents } from './history'

/** A point at which one of several increments could come next. */
interface Choice {
  readonly placed: number
  readonly increments: readonly CounterEvent[]
  next: number
}

/** All that must be placed, in an order that respects each session and explains every read; null: there is none. May throw `OutOfBounds`. */
export function searchCounterSequence(events: CounterEvents, meter: Meter): readonly CounterEvent[] | null {
  const sequence = new CounterSequence(events)
  const visited = new Set<string>()
  const choices: Choice[] = []
  for (;;) {
    sequence.placeWithoutChoice()
    if (sequence.left === 0) return sequence.placed
    const increments = sequence.possible()
    meter.spend(increments.length + 1)
    if (increments.length < 2 || isNew(sequence.name(), visited)) {
      choices.push({ placed: sequence.placed.length, increments, next: 0 })
      meter.hold(visited.size)
    }
    if (!takeNext(sequence, choices)) return null
  }
}

function isNew(name: string, visited: Set<string>): boolean {
  return visited.size < visited.add(name).size
}

/** Goes back to the last choice that has something left to try, and tries it; false when there is none. */
function takeNext(sequence: CounterSequence, choices: Choice[]): boolean {
  for (let choice = choices.at(-1); choice; choice = choices.at(-1)) {
    sequence.undoTo(choice.placed)
    const increment = choice.increments[choice.next++]
    if (increment) {
      sequence.place(increment)
      return true
    }
    choices.pop()
  }
  return false
}

/** What one key still has to show. */
interface KeyReads {
  sum: number
  left: number
  /** Reads left of each sum. */
  readonly of_sum: Map<number, number>
  /** The sums read, ascending by their size. */
  readonly sums: readonly number[]
  /** It only ever counts up, or down. */
  readonly one_way: boolean
}

/** An order in the making. */
class CounterSequence {
  readonly placed: CounterEvent[] = []
  /** Events not placed that must be. */
  left: number
  private readonly sessions: readonly CounterEvents[]
  private readonly open: CounterEvents
  private readonly is_placed = new Set<CounterEvent>()
  /** How many of each session are placed. */
  private readonly next: number[]
  private readonly place_of_lane: ReadonlyMap<number, number>
  /** Which session each open increment comes after, and how much of it; missing: none. */
  private readonly needs = new Map<CounterEvent, { readonly session: number; readonly length: number }>()
  private readonly keys: ReadonlyMap<string, KeyReads>

  constructor(events: CounterEvents) {
    this.open = events.filter(({ open }) => open)
    this.sessions = bySession(events.filter(({ open }) => !open))
    this.next = this.sessions.map(() => 0)
    this.place_of_lane = new Map(this.sessions.map(([first], s) => [first!.lane, s]))
    for (const event of this.open) {
      const session = this.place_of_lane.get(event.lane)
      if (session === undefined) continue
      const length = this.sessions[session]!.filter(({ slot }) => slot < event.slot).length
      this.needs.set(event, { session, length })
    }
    this.left = events.length - this.open.length
    this.keys = readsOf(events)
  }

  /** Places reads that fit, and increments that no read of their key comes after. */
  placeWithoutChoice(): void {
    for (let before = -1; before !== this.placed.length;) {
      before = this.placed.length
      this.sessions.forEach((session, s) => {
        for (let event = session[this.next[s]!]; event && this.isFree(event); event = session[this.next[s]!]) this.place(event)
      })
    }
  }

  /** Increments that may come next, those that were over first before the others, open ones last. */
  possible(): CounterEvent[] {
    const heads = this.sessions.flatMap((session, s) => session.slice(this.next[s], this.next[s]! + 1))
    const possible = heads.filter((event) => event.by !== null && this.hidesNothing(event))
    possible.sort((a, b) => a.operation.completed_us! - b.operation.completed_us!)
    // Open increments by the same number are as good as each other.
    const alike = new Set<string>()
    for (const event of this.open) {
      const name = `${event.by} ${event.key}`
      if (alike.has(name) || this.is_placed.has(event) || !this.mayBegin(event) || !this.hidesNothing(event)) continue
      alike.add(name)
      if (this.keys.get(event.key)!.left > 0) possible.push(event)
    }
    return possible
  }

  place(event: CounterEvent): void {
    this.placed.push(event)
    this.count(event, 1)
  }

  /** Takes back all but the first `length` events. */
  undoTo(length: number): void {
    while (this.placed.length > length) this.count(this.placed.pop()!, -1)
  }

  /** Exact name of what is placed. */
  name(): string {
    const open = this.open.map((event) => (this.is_placed.has(event) ? '1' : '0')).join('')
    return `${this.next.join()} ${open}`
  }

  private isFree(event: CounterEvent): boolean {
    const { sum, left } = this.keys.get(event.key)!
    return event.by === null ? event.sees === sum : left === 0
  }

  private mayBegin(open: CounterEvent): boolean {
    const needed = this.needs.get(open)
    return needed === undefined || this.next[needed.session]! >= needed.length
  }

  /** Whether no sum is passed over that is still to be read. */
  private hidesNothing({ key, by }: CounterEvent): boolean {
    const { one_way, sum, sums, of_sum } = this.keys.get(key)!
    if (!one_way) return true
    const reached = Math.abs(sum + by!)
    for (let i = firstAtLeast(sums, Math.abs(sum)); i < sums.length && Math.abs(sums[i]!) < reached; i++) {
      if (of_sum.get(sums[i]!)! > 0) return false
    }
    return true
  }

  private count(event: CounterEvent, by: 1 | -1): void {
    const reads = this.keys.get(event.key)!
    if (event.by !== null) reads.sum += by * event.by
    else {
      reads.left -= by
      reads.of_sum.set(event.sees, reads.of_sum.get(event.sees)! - by)
    }
    if (event.open) {
      if (by > 0) this.is_placed.add(event)
      else this.is_placed.delete(event)
      return
    }
    this.left -= by
    this.next[this.place_of_lane.get(event.lane)!]! += by
  }
}

function readsOf(events: CounterEvents): ReadonlyMap<string, KeyReads> {
  const keys = new Map<string, KeyReads>()
  for (const name of new Set(events.map(({ key }) => key))) {
    const of_key = events.filter(({ key }) => key === name)
    const reads = of_key.flatMap(({ by, sees }) => (by === null ? [sees] : []))
    const of_sum = new Map<number, number>()
    for (const sum of reads) of_sum.set(sum, (of_sum.get(sum) ?? 0) + 1)
    const one_way = of_key.every(({ by }) => (by ?? 0) >= 0) || of_key.every(({ by }) => (by ?? 0) <= 0)
    const sums = [...of_sum.keys()].sort((a, b) => Math.abs(a) - Math.abs(b))
    keys.set(name, { sum: 0, left: reads.length, of_sum, sums, one_way })
  }
  return keys
}

/** Place of the first sum of at least this size. */
function firstAtLeast(sums: readonly number[], size: number): number {
  let low = 0
  for (let high = sums.length; low < high;) {
    const middle = (low + high) >>> 1
    if (Math.abs(sums[middle]!) < size) low = middle + 1
    else high = middle
  }
  return low
}
