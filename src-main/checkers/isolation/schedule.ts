/**
 * An order of all transactions that explains every read: one after the other, or with snapshots, where each reads what was committed when it
 * began and nobody who runs at the same time writes what it writes. Where the order of versions is not known, it alone proves that a
 * history obeys a model. It is looked for greedily, in the order of the answers: that none is found proves nothing.
 */
import { DueHeap } from '../../../src-shared/due-heap'
import type { Meter } from '../consistency/meter'
import type { Walk } from './components'
import { Contents } from './contents'
import { expectationsOf, Unread } from './expectations'
import type { Expectation } from './expectations'
import { KINDS } from './graph'
import type { Graph } from './graph'
import { lastWritten } from './keys'
import type { Key } from './keys'
import type { Lists } from './lists'
import type { Scene } from './scene'

/** How far ahead one looks before a write: as far as transactions that run at the same time have to do with each other. */
const SEEN_MAX = 1_000

interface Waiting {
  due_us: number
  order: number
  readonly transaction: number
  readonly is_begun: boolean
}

/** With one state of the walk, one after the other; with two, with snapshots. */
export function hasSchedule(scene: Scene, lists: Lists, graph: Graph, walk: Walk, meter: Meter): boolean {
  return new Schedule(scene, lists, graph, walk, meter).find()
}

class Schedule {
  private readonly contents: Contents
  private readonly reads: (readonly Expectation[])[]
  private readonly written: (readonly Key[])[]
  private readonly degrees: Int32Array
  private readonly has_begun: Uint8Array
  /** By key, with snapshots: somebody has begun who writes it. */
  private readonly is_being_written: Uint8Array
  private readonly released: number[] = []
  private readonly waiting = new DueHeap<Waiting>()
  /** Those that could begin now, by a key that they read; those that cannot, by one whose value is another. */
  private readonly fitting = new Map<Key, Set<number>>()
  private readonly parked = new Map<Key, Set<number>>()
  /** While somebody is still to begin who reads a key as it is, nobody else may write it. */
  private readonly unread: Unread
  private readonly before: Reversed
  private readonly is_done: Uint8Array
  private left: number

  constructor(
    private readonly scene: Scene,
    lists: Lists,
    private readonly graph: Graph,
    private readonly walk: Walk,
    private readonly meter: Meter
  ) {
    const { transactions, keys, is_committed } = scene
    this.contents = new Contents(keys, lists)
    this.reads = transactions.map((transaction) => expectationsOf(transaction, keys))
    this.written = transactions.map(({ steps }) => keys.writtenIn(steps))
    this.degrees = new Int32Array(graph.nodes * walk.states)
    this.has_begun = new Uint8Array(transactions.length)
    this.is_being_written = new Uint8Array(keys.all.length)
    this.unread = new Unread(keys, this.reads)
    this.is_done = new Uint8Array(graph.nodes * walk.states)
    this.before = reversed(this.degrees.length, (node, state, visit) => this.eachAfter(node, state, visit), walk.states)
    this.left = is_committed.reduce((sum, one) => sum + one, 0)
  }

  find(): boolean {
    const { starts } = this.before
    for (let event = 0; event < this.degrees.length; event++) this.degrees[event] = starts[event + 1]! - starts[event]!
    for (let event = 0; event < this.degrees.length; event++) if (this.degrees[event] === 0) this.released.push(event)
    for (;;) {
      this.handleReleased()
      const next = this.next()
      if (next === null) return this.left === 0
      if (next.is_begun) this.commit(next.transaction)
      else this.begin(next.transaction)
    }
  }

  /** What must come after an event: a stopover's, a begin or (with two states, the second) a commit. */
  private eachAfter(node: number, state: number, visit: (event: number) => void): void {
    const { starts, targets, kinds, transactions } = this.graph
    const { states, next } = this.walk
    this.meter.spend(1 + starts[node + 1]! - starts[node]!)
    for (let edge = starts[node]!; edge < starts[node + 1]!; edge++) {
      const reached = next[state * KINDS + kinds[edge]!]!
      if (reached >= 0) visit(targets[edge]! * states + reached)
    }
    if (states === 2 && state === 0 && node < transactions) visit(node * 2 + 1)
  }

  private release(node: number, state: number): void {
    this.is_done[node * this.walk.states + state] = 1
    this.eachAfter(node, state, (event) => {
      if (--this.degrees[event]! === 0) this.released.push(event)
    })
  }

  private handleReleased(): void {
    const { states } = this.walk
    for (let event = this.released.pop(); event !== undefined; event = this.released.pop()) {
      const node = Math.floor(event / states)
      const state = event - node * states
      if (node >= this.graph.transactions) this.release(node, state)
      else if (this.scene.is_committed[node] !== 1) continue
      else if (state === 1) this.wait(node, true)
      else this.consider(node)
    }
  }

  /** Whoever writes nothing begins as soon as it can, the others wait for their turn. */
  private consider(transaction: number): void {
    const misfit = this.reads[transaction]!.find((read) => !this.contents.explains(read))
    if (misfit) return addTo(this.parked, misfit.key, transaction)
    if (this.written[transaction]!.length === 0) return this.begin(transaction)
    for (const { key } of this.reads[transaction]!) addTo(this.fitting, key, transaction)
    this.wait(transaction, false)
  }

  private wait(transaction: number, is_begun: boolean): void {
    const due_us = this.scene.transactions[transaction]!.completed_us ?? Infinity
    this.waiting.push({ due_us, order: 0, transaction, is_begun })
  }

  /** The next whose turn it is and who takes nothing away that others still have to read. */
  private next(): Waiting | null {
    const passed: Waiting[] = []
    let chosen: Waiting | null = null
    while (chosen === null && this.waiting.size > 0) {
      const one = this.waiting.pop()!
      this.meter.spend(1)
      if (!this.isDue(one)) continue
      const key = this.blockedBy(one)
      if (key === undefined && !this.isTooEarly(one)) chosen = one
      else passed.push(one)
      // With snapshots, whoever reads it may begin before.
      if (key !== undefined && one.is_begun) chosen = this.readerOf(key)
    }
    for (const one of passed) this.waiting.push(one)
    return chosen
  }

  private readerOf(key: Key): Waiting | null {
    for (const transaction of this.fitting.get(key) ?? []) {
      const reader = { due_us: 0, order: 0, transaction, is_begun: false }
      if (this.blockedBy(reader) === undefined) return reader
    }
    return null
  }

  /** Not of one that has begun in the meantime, or no longer fits. */
  private isDue({ transaction, is_begun }: Waiting): boolean {
    return (
      is_begun ||
      this.reads[transaction]!.every(({ key }) => this.fitting.get(key)?.has(transaction)) ||
      this.isBlind(transaction)
    )
  }

  private isBlind(transaction: number): boolean {
    return this.reads[transaction]!.length === 0 && this.has_begun[transaction] === 0
  }

  /**
   * A key that it writes and must not yet: others still have to read it as it is; or, of one that begins with a snapshot, somebody who
   * writes it has begun and not committed.
   */
  private blockedBy({ transaction, is_begun }: Waiting): Key | undefined {
    const written = this.written[transaction]!
    if (this.walk.states === 2 && !is_begun) return written.find(({ id }) => this.is_being_written[id] === 1)
    return written.find((key) => {
      const mark = this.contents.markOf(key)
      const unread = this.unread.count(key, mark)
      if (unread === 0 || is_begun) return unread > 0
      const isOwn = (read: Expectation) => !read.is_vague && read.key === key && read.mark === mark
      return unread > this.reads[transaction]!.filter(isOwn).length
    })
  }

  /** Somebody who has to read what it writes must wait for another who writes the same key, and would write over it. */
  private isTooEarly({ transaction, is_begun }: Waiting): boolean {
    if (this.walk.states === 2 && !is_begun) return false
    return this.written[transaction]!.some((key) => {
      if (key.is_list) return false
      const value = lastWritten(this.scene.transactions[transaction]!, key.name)
      return this.unread.readersOf(key, value).some((reader) => this.waitsForWriter(reader, key, transaction))
    })
  }

  private waitsForWriter(reader: number, key: Key, but: number): boolean {
    const { states } = this.walk
    const seen = new Set([reader * states])
    for (const event of seen) {
      if (this.is_done[event] === 1 || seen.size > SEEN_MAX) continue
      const node = Math.floor(event / states)
      if (node === but) continue
      for (let i = this.before.starts[event]!; i < this.before.starts[event + 1]!; i++) seen.add(this.before.places[i]!)
      if (node >= this.graph.transactions || event - node * states < states - 1) continue
      if (node !== reader && this.written[node]!.includes(key)) return true
      for (const written of this.written[node]!) this.addUnread(written, node, seen)
    }
    this.meter.spend(seen.size)
    return false
  }

  /** Whoever still has to read a key as it is comes before those who write it. */
  private addUnread(key: Key, writer: number, seen: Set<number>): void {
    const mark = this.contents.markOf(key)
    if (this.unread.count(key, mark) === 0) return
    for (const reader of this.unread.readersOf(key, mark)) if (reader !== writer) seen.add(reader * this.walk.states)
  }

  private begin(transaction: number): void {
    this.unfit(transaction)
    this.unread.leave(this.reads[transaction]!)
    this.has_begun[transaction] = 1
    if (this.walk.states === 1) this.commit(transaction)
    else for (const { id } of this.written[transaction]!) this.is_being_written[id] = 1
    this.release(transaction, 0)
  }

  private commit(transaction: number): void {
    const written = this.written[transaction]!
    this.left--
    for (const { id } of written) this.is_being_written[id] = 0
    if (written.length > 0) this.contents.write(this.scene.transactions[transaction]!)
    for (const key of written) this.reconsider(key)
    if (this.walk.states === 2) this.release(transaction, 1)
  }

  /** Its value has changed: who had waited for that, and who had not. */
  private reconsider(key: Key): void {
    const affected = [...(this.parked.get(key) ?? []), ...(this.fitting.get(key) ?? [])]
    this.parked.delete(key)
    for (const transaction of affected) {
      this.unfit(transaction)
      this.consider(transaction)
    }
  }

  private unfit(transaction: number): void {
    for (const { key } of this.reads[transaction]!) this.fitting.get(key)?.delete(transaction)
  }
}

function addTo<Name>(sets: Map<Name, Set<number>>, name: Name, transaction: number): void {
  const set = sets.get(name)
  if (set) set.add(transaction)
  else sets.set(name, new Set([transaction]))
}

interface Reversed {
  readonly starts: Int32Array
  readonly places: Int32Array
}

/** What must come before each event. */
function reversed(
  events: number,
  eachAfter: (node: number, state: number, visit: (event: number) => void) => void,
  states: number
): Reversed {
  const eachPair = (visit: (before: number, after: number) => void) => {
    for (let event = 0; event < events; event++) {
      const node = Math.floor(event / states)
      eachAfter(node, event - node * states, (after) => visit(event, after))
    }
  }
  const starts = new Int32Array(events + 1)
  eachPair((_, after) => starts[after + 1]!++)
  for (let event = 0; event < events; event++) starts[event + 1]! += starts[event]!
  const next = starts.slice()
  const places = new Int32Array(starts[events]!)
  eachPair((before, after) => (places[next[after]!++] = before))
  return { starts, places }
}
