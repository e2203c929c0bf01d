/**
 * Registers: a value that one write alone wrote tells who was read, and who wrote over what it had read. A read does not show what was
 * there before: the order of two writes that nobody did on top of what it had read is known by time (`timed-versions.ts`), or because the
 * other way round contradicts what was read (`order/search.ts`). What neither tells may have come in either order. A value that several
 * wrote tells nothing.
 */
import { shortValue } from '../../../src-shared/text/value-text'
import { Fan } from './fan'
import { groupedBy, PREDICATE, RW, WR } from './graph'
import { Ints } from './ints'
import { AMBIGUOUS, lastWritten, NOBODY } from './keys'
import type { Key } from './keys'
import type { Read } from './reads'
import type { Scene } from './scene'

const IS_PREDICATE = 1
const IS_UPDATED = 2
/** How far back one version is followed to another. */
const FOLLOWED_MAX = 64

const NOBODY_READS: readonly number[] = []

/** A write, and the version that it left. */
export interface Written {
  readonly writer: number
  readonly version: number
}

/** Reads of one version. */
export interface VersionReads {
  readonly key: Key
  readonly version: number
  /** Null: nothing. */
  readonly value: string | null
  /** {@link NOBODY}: of the beginning, when nothing was there. */
  readonly writer: number
  readonly readers: readonly number[]
}

export class Registers {
  private readonly readers = new Ints()
  private readonly versions = new Ints()
  private readonly flags = new Ints()
  /** The version of nothing, by key. */
  private readonly nothing = new Map<Key, number>()
  private readonly key_of = new Map<number, { readonly key: Key; readonly value: string | null }>()
  /** The version that the writer of a version had read and written over. */
  private readonly parents = new Map<number, number>()
  /** What was read and is known: for the orders by time. */
  readonly known: VersionReads[] = []
  private readonly written = new Map<Key, readonly Written[]>()
  private readers_of: (readonly number[])[] | null = null

  constructor(private readonly scene: Scene) {}

  /** First round: who was read has committed. */
  observe({ key, value }: Read): void {
    const writer = value === null ? NOBODY : this.scene.keys.writerOf(key, value)
    if (writer >= 0 && !key.has_unknown_values) this.scene.observe(writer)
  }

  /** Second round. */
  place(reader: number, { key, value, is_zero, is_predicate, is_updated }: Read): void {
    if (key.has_unknown_values || (is_zero && key.versions.has('0'))) {
      this.scene.unresolved ??= `several writes may have written ${shortValue(value)} to ${key.name}`
      return
    }
    const version = this.versionOf(key, value)
    if (!this.key_of.has(version)) this.key_of.set(version, { key, value })
    this.readers.push(reader)
    this.versions.push(version)
    this.flags.push((is_predicate ? IS_PREDICATE : 0) | (is_updated ? IS_UPDATED : 0))
    if (is_updated) this.addParent(key, version, reader)
  }

  /** After the rounds: what the reads of each version say. */
  settle(): void {
    const { keys } = this.scene
    this.findGaps()
    const { starts, places } = groupedBy(this.versions.view(), keys.writer_of.length)
    for (const [version, { key, value }] of this.key_of)
      this.settleVersion(key, version, value, places.subarray(starts[version]!, starts[version + 1]!))
    this.findCircles()
  }

  /** The last version of each who committed a write of the key; {@link NOBODY}: it is not known, or others wrote the same. */
  writtenTo(key: Key): readonly Written[] {
    const known = this.written.get(key)
    if (known) return known
    const { transactions, is_committed, keys } = this.scene
    const written: Written[] = []
    for (const writer of key.writers) {
      if (is_committed[writer] !== 1) continue
      const value = lastWritten(transactions[writer]!, key.name)
      const version = value === null ? NOBODY : key.versions.get(value)!
      written.push({ writer, version: version !== NOBODY && keys.writer_of.at(version) === writer ? version : NOBODY })
    }
    this.written.set(key, written)
    return written
  }

  /** Who read a version that is known. */
  readersOf(version: number): readonly number[] {
    if (this.readers_of === null) {
      this.readers_of = new Array<readonly number[]>(this.scene.keys.writer_of.length).fill(NOBODY_READS)
      for (const known of this.known) this.readers_of[known.version] = known.readers
    }
    return this.readers_of[version]!
  }

  /** Whether the read is of a version before that of a transaction that wrote the key, as far as it is known. */
  isBefore({ key, value }: Read, writer: number): boolean {
    if (key.has_unknown_values) return false
    if (value === null) return true
    const last = lastWritten(this.scene.transactions[writer]!, key.name)
    const read = key.versions.get(value)
    let version = last === null ? undefined : key.versions.get(last)
    for (let i = 0; version !== undefined && i < FOLLOWED_MAX; i++) {
      version = this.parents.get(version)
      if (version === read) return version !== undefined
    }
    return false
  }

  private versionOf(key: Key, value: string | null): number {
    const { keys } = this.scene
    if (value !== null) return keys.version(key, value)
    const known = this.nothing.get(key)
    if (known !== undefined) return known
    const version = keys.writer_of.length
    keys.writer_of.push(NOBODY)
    this.nothing.set(key, version)
    return version
  }

  private addParent(key: Key, version: number, updater: number): void {
    const written = lastWritten(this.scene.transactions[updater]!, key.name)
    const own = written === null ? undefined : key.versions.get(written)
    const { writer_of } = this.scene.keys
    // What it read of itself is an anomaly of its own.
    if (own !== undefined && writer_of.at(own) === updater && writer_of.at(version) !== updater) this.parents.set(own, version)
  }

  /** The order of a key's versions is known where each was written on top of another. */
  private findGaps(): void {
    const { scene } = this
    for (const key of scene.keys.all) {
      if (key.is_list) continue
      const written = this.writtenTo(key)
      if (written.length < 2) continue
      const parents = new Set<number>()
      for (const { version } of written) {
        const parent = version === NOBODY ? undefined : this.parents.get(version)
        if (parent !== undefined) parents.add(parent)
      }
      if (parents.size < written.length) scene.gap ??= `the order of the writes to ${key.name} is not known`
    }
  }

  private settleVersion(key: Key, version: number, value: string | null, places: Int32Array): void {
    const { scene } = this
    const { graph, keys, transactions } = scene
    const writer = value === null ? NOBODY : keys.writer_of.at(version)
    scene.meter.spend(places.length)
    if (writer === AMBIGUOUS) {
      scene.unresolved ??= `several writes may have written ${shortValue(value)} to ${key.name}`
      return
    }
    const readers = Array.from(places, (place) => this.readers.at(place))
    if (value !== null && writer === NOBODY) return this.addUnwritten(key, value, readers[0]!)
    if (writer >= 0 && scene.hasFailed(writer)) return this.addAbortedReads(key, value, writer, readers)
    this.known.push({ key, version, value, writer, readers })
    const is_last = writer < 0 || lastWritten(transactions[writer]!, key.name) === value
    const updaters = [...new Set(readers.filter((_, i) => (this.flags.at(places[i]!) & IS_UPDATED) !== 0))]
    const after = value === null ? key.writers.filter((one) => scene.is_committed[one] === 1) : updaters
    const fan = new Fan(graph, after)
    readers.forEach((reader, i) => {
      if (writer >= 0) graph.edge(writer, reader, WR, key.id)
      fan.connect(reader, (this.flags.at(places[i]!) & IS_PREDICATE) !== 0 ? PREDICATE : RW, key.id)
      if (!is_last && reader !== writer) this.addIntermediateRead(key, value, writer, reader)
    })
    if (updaters.length > 1) this.addLostUpdate(key, value, updaters)
  }

  private addUnwritten(key: Key, value: string, reader: number): void {
    const { evidence, name } = this.told()
    const read = () => `${name(reader)} read ${key.name} = ${value}, which`
    if (key.has_lost_values) evidence.add('G1a', [reader], () => `${read()} only a transaction that aborted can have written.`)
    else evidence.add('garbage-read', [reader], () => `${read()} nobody wrote.`)
  }

  private addAbortedReads(key: Key, value: string | null, writer: number, readers: readonly number[]): void {
    const { evidence, name } = this.told()
    for (const reader of readers)
      evidence.add(
        'G1a',
        [writer, reader],
        () => `${name(reader)} read ${key.name} = ${shortValue(value)}, which ${name(writer)} wrote and aborted.`
      )
  }

  private addIntermediateRead(key: Key, value: string | null, writer: number, reader: number): void {
    const { evidence, name } = this.told()
    evidence.add(
      'G1b',
      [writer, reader],
      () => `${name(reader)} read ${key.name} = ${shortValue(value)}, which was not the last that ${name(writer)} wrote to it.`
    )
  }

  private addLostUpdate(key: Key, value: string | null, updaters: readonly number[]): void {
    const { evidence, name } = this.told()
    const [one, other] = [updaters[0]!, updaters[1]!]
    evidence.add('lost-update', [one, other], () => {
      const both = `${name(one)} and ${name(other)} both read ${key.name} = ${shortValue(value)}`
      return `${both} and then both wrote it: one of them overlooked the other.`
    })
  }

  /** Versions each written over the one before, in a circle. */
  private findCircles(): void {
    const { evidence, name } = this.told()
    const { keys } = this.scene
    const round_of = new Map<number, number>()
    let round = 0
    for (const first of this.parents.keys()) {
      round++
      let version: number | undefined = first
      while (version !== undefined && !round_of.has(version)) {
        round_of.set(version, round)
        version = this.parents.get(version)
      }
      if (version === undefined || round_of.get(version) !== round) continue
      const [one, other] = [keys.writer_of.at(version), keys.writer_of.at(this.parents.get(version)!)]
      const { key } = this.key_of.get(version)!
      evidence.add(
        'cyclic-versions',
        [...new Set([one, other])],
        () =>
          `The versions of ${key.name} lead in a circle: ${name(one)} wrote over what ${name(other)} wrote, which came after it.`
      )
    }
  }

  private told() {
    const { scene } = this
    return { evidence: scene.evidence, name: (transaction: number) => scene.name(transaction) }
  }
}
