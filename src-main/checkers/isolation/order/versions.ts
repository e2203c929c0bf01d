/** Versions of keys, and pairs of them whose order neither time nor anything else that is known tells. */
import { groupedBy, RW } from '../graph'
import type { GraphBuilder } from '../graph'
import { Ints } from '../ints'
import { NOBODY } from '../keys'
import type { Key } from '../keys'
import type { Lists } from '../lists'
import type { Registers } from '../registers'
import type { Scene } from '../scene'

const NOBODY_READS: readonly number[] = []
/** Some 100 MB. */
const PAIRS_MAX = 4_000_000

/** Two writes of a key that can come in no order, and who read them. */
export interface Conflict {
  readonly key: Key
  readonly writers: readonly [number, number]
  readonly readers: readonly number[]
}

export class Versions {
  private readonly writers = new Ints()
  private readonly keys: Key[] = []
  private readonly readers: (readonly number[])[] = []
  private readonly touched: { readonly starts: Int32Array; readonly places: Int32Array }
  private readonly touched_version: Int32Array
  /** By pair, two versions. */
  private readonly pairs = new Ints()
  /** Linked lists of pairs, by version. */
  private readonly last_pair_of = new Ints()
  private readonly pair_before = new Ints()

  constructor(
    private readonly scene: Scene,
    registers: Registers,
    lists: Lists,
    private readonly ends: Float64Array,
    /** Gets what time tells of the order of versions. */
    private readonly timed: GraphBuilder
  ) {
    for (const key of scene.keys.all) {
      const first = this.writers.length
      if (key.is_list) for (const writer of lists.unreadOf(key)) this.addVersion(key, writer, NOBODY_READS)
      else this.addRegister(key, registers)
      this.addPairs(first)
    }
    const transaction_of = new Ints()
    const version_of = new Ints()
    for (let version = 0; version < this.writers.length; version++)
      for (let i = -1; i < this.readersOf(version).length; i++) {
        transaction_of.push(i < 0 ? this.writerOf(version) : this.readersOf(version)[i]!)
        version_of.push(version)
      }
    this.touched = groupedBy(transaction_of.view(), scene.transactions.length)
    this.touched_version = version_of.view()
  }

  /** Too many transactions have to do with each other. */
  get areTooMany(): boolean {
    return this.pairs.length / 2 > PAIRS_MAX
  }

  get pairCount(): number {
    return this.pairs.length / 2
  }

  writerOf(version: number): number {
    return this.writers.at(version)
  }

  readersOf(version: number): readonly number[] {
    return this.readers[version]!
  }

  /** The one that began first, and the other. */
  pair(pair: number): readonly [number, number] {
    return [this.pairs.at(2 * pair), this.pairs.at(2 * pair + 1)]
  }

  conflictOf([one, other]: readonly [number, number]): Conflict {
    const writers = [this.writerOf(one), this.writerOf(other)] as const
    return { key: this.keys[one]!, writers, readers: [...this.readersOf(one), ...this.readersOf(other)] }
  }

  /** Those of the versions that a transaction wrote or read. */
  eachPairOf(transaction: number, visit: (pair: number) => void): void {
    const { starts, places } = this.touched
    for (let i = starts[transaction]!; i < starts[transaction + 1]!; i++) {
      const version = this.touched_version[places[i]!]!
      for (let slot = this.last_pair_of.at(version); slot >= 0; slot = this.pair_before.at(slot)) visit(slot >> 1)
    }
  }

  private addRegister(key: Key, registers: Registers): void {
    for (const { writer, version } of registers.writtenTo(key))
      this.addVersion(key, writer, version === NOBODY ? NOBODY_READS : registers.readersOf(version))
  }

  private addVersion(key: Key, writer: number, readers: readonly number[]): void {
    this.writers.push(writer)
    this.keys.push(key)
    this.readers.push(readers)
    this.last_pair_of.push(-1)
  }

  /** Of the versions of a key: pairs of those whose writers ran at the same time, and what comes before a version by time. */
  private addPairs(first: number): void {
    const { transactions } = this.scene
    const begun = (version: number) => transactions[this.writers.at(version)]!.invoked_us
    const ended = (version: number) => this.ends[this.writers.at(version)]!
    const versions = Array.from({ length: this.writers.length - first }, (_, i) => first + i).sort((a, b) => begun(a) - begun(b))
    /** Those before that may still be the newest: nobody else began after they had ended, and has ended. */
    let before: number[] = []
    let open: number[] = []
    let last_begun_us = -Infinity
    for (const version of versions) {
      const now_us = begun(version)
      if (this.areTooMany) return
      const still_open: number[] = []
      for (const other of open) {
        if (ended(other) >= now_us) {
          still_open.push(other)
          this.addTo(other)
          this.addTo(version)
        } else {
          before.push(other)
          last_begun_us = Math.max(last_begun_us, begun(other))
        }
      }
      if (still_open.length < open.length) before = before.filter((other) => ended(other) >= last_begun_us)
      open = still_open
      open.push(version)
      for (const other of before) for (const reader of this.readersOf(other)) this.timed.edge(reader, this.writerOf(version), RW)
    }
  }

  private addTo(version: number): void {
    this.pair_before.push(this.last_pair_of.at(version))
    this.last_pair_of.set(version, this.pairs.length)
    this.pairs.push(version)
  }
}
