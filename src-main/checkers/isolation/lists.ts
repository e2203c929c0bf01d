/** Lists: every read tells of all that was appended before, so that the longest read of a key is the order of its versions. */
import { listText } from './explain'
import { Fan } from './fan'
import { RW, PREDICATE, WR, WW } from './graph'
import { AMBIGUOUS, lastWritten, NOBODY } from './keys'
import type { Key } from './keys'
import type { Read } from './reads'
import type { Scene } from './scene'

export class Lists {
  private readonly orders = new Map<Key, ListOrder>()

  constructor(private readonly scene: Scene) {}

  /** First round: which read is the longest. */
  lengthen(reader: number, read: Read): void {
    const known = this.orders.get(read.key)
    if (!known) this.orders.set(read.key, new ListOrder(this.scene, read.key, reader, read))
    else if (read.length > known.length) known.take(reader, read)
  }

  /** Between the rounds: the order of each key's versions. */
  settle(): void {
    for (const key of this.scene.keys.all) {
      if (!key.is_list) continue
      const order = this.orders.get(key) ?? new ListOrder(this.scene, key, NOBODY, { elements: [], length: 0 })
      this.orders.set(key, order)
      order.findWriters()
    }
    // Only now it is known of all who have committed.
    for (const order of this.orders.values()) order.settle()
  }

  /** Second round: what each read says. */
  place(reader: number, read: Read): void {
    this.orders.get(read.key)!.place(reader, read)
  }

  /** What was read of a key at most. */
  longestOf(key: Key): readonly string[] {
    return this.orders.get(key)!.longest
  }

  /** Those who appended to the key what nobody read. */
  unreadOf(key: Key): readonly number[] {
    return this.orders.get(key)!.unread_writers
  }

  /** Whether the read is of a version before that of a transaction that appended to the key. */
  isBefore(read: Read, writer: number): boolean {
    const last = lastWritten(this.scene.transactions[writer]!, read.key.name)!
    // Others have appended the same.
    if (this.scene.keys.writerOf(read.key, last) !== writer) return false
    const at = this.orders.get(read.key)!.placeOf(last)
    return at === undefined || at >= read.length
  }
}

class ListOrder {
  private elements: readonly string[] = []
  length = 0
  /** By place; {@link NOBODY} also of those who have aborted. */
  private writers = new Int32Array(0)
  /** The first who committed, at this place or after it; the length itself: none. */
  private next = new Int32Array(0)
  private first_aborted = Infinity
  unread_writers: readonly number[] = []
  private unread: Fan
  private readonly updater_of_length = new Map<number, number>()
  private places: Map<string, number> | null = null

  constructor(
    private readonly scene: Scene,
    private readonly key: Key,
    private longest_by: number,
    longest: Pick<Read, 'elements' | 'length'>
  ) {
    this.unread = new Fan(scene.graph, [])
    this.take(longest_by, longest)
  }

  take(reader: number, { elements, length }: Pick<Read, 'elements' | 'length'>): void {
    this.elements = elements
    this.length = length
    this.longest_by = reader
  }

  get longest(): readonly string[] {
    return this.elements.slice(0, this.length)
  }

  placeOf(element: string): number | undefined {
    this.places ??= new Map(this.elements.slice(0, this.length).map((one, place) => [one, place]))
    return this.places.get(element)
  }

  /** The edges between its versions. */
  settle(): void {
    const { writers, length } = this
    const { graph } = this.scene
    this.next = new Int32Array(length + 1).fill(NOBODY)
    for (let place = length - 1; place >= 0; place--)
      this.next[place] = writers[place]! >= 0 ? writers[place]! : this.next[place + 1]!
    let before = NOBODY
    let before_certain = NOBODY
    for (const writer of writers) {
      if (writer < 0) continue
      if (before >= 0) graph.edge(before, writer, WW, this.key.id)
      // Whether one of unknown outcome between them has committed or not.
      if (before_certain >= 0 && before_certain !== before) graph.edge(before_certain, writer, WW, this.key.id)
      before = writer
      if (this.scene.transactions[writer]!.outcome === 'ok') before_certain = writer
    }
    this.addUnread(before)
  }

  /** Those whose elements nobody read come after all that was read, in whatever order. */
  private addUnread(last: number): void {
    const { key, scene } = this
    const { transactions } = scene
    const unread = (this.unread_writers = key.writers.filter(
      (writer) => scene.is_committed[writer] === 1 && this.placeOf(lastWritten(transactions[writer]!, key.name)!) === undefined
    ))
    if (unread.length > 1) scene.gap ??= `nobody read ${unread.length} appends to ${key.name}, whose order is not known`
    this.unread = new Fan(scene.graph, unread)
    if (last >= 0) for (const writer of unread) scene.graph.edge(last, writer, WW, key.id)
  }

  /** Who wrote each version, and what is odd about that. */
  findWriters(): void {
    const { key, scene, elements, length, longest_by } = this
    const { keys, evidence } = scene
    this.writers = new Int32Array(length)
    const seen = new Set<string>()
    let aborted = NOBODY
    for (let place = 0; place < length; place++) {
      const element = elements[place]!
      const writer = keys.writerOf(key, element)
      this.writers[place] = writer
      scene.meter.spend(1)
      if (writer === AMBIGUOUS) scene.unresolved ??= `${element} was appended to ${key.name} more than once`
      else if (seen.has(element))
        evidence.add('duplicate-elements', [longest_by], () => `${scene.name(longest_by)} read ${element} twice in ${key.name}.`)
      else if (writer === NOBODY)
        evidence.add(
          'garbage-read',
          [longest_by],
          () => `${scene.name(longest_by)} read ${element} in ${key.name}, which nobody appended.`
        )
      else if (scene.hasFailed(writer)) {
        this.writers[place] = NOBODY
        this.first_aborted = Math.min(this.first_aborted, place)
        aborted = writer
      } else {
        scene.observe(writer)
        if (aborted !== NOBODY) this.addDirtyUpdate(aborted, writer)
      }
      seen.add(element)
    }
  }

  private addDirtyUpdate(aborted: number, writer: number): void {
    const { scene, key } = this
    scene.evidence.add(
      'dirty-update',
      [aborted, writer],
      () => `${scene.name(writer)} committed an append to ${key.name} after one of ${scene.name(aborted)}, which aborted.`
    )
  }

  place(reader: number, read: Read): void {
    const { scene, key } = this
    const { elements, length } = read
    scene.meter.spend(1 + length)
    if (!this.isPrefix(read)) return this.addIncompatible(reader, read)
    if (this.first_aborted < length) this.addAbortedRead(reader)
    const writer = length === 0 ? NOBODY : this.writers[length - 1]!
    if (writer >= 0) {
      scene.graph.edge(writer, reader, WR, key.id)
      if (writer !== reader && lastWritten(scene.transactions[writer]!, key.name) !== elements[length - 1])
        scene.evidence.add('G1b', [writer, reader], () => {
          const read_here = `${scene.name(reader)} read ${key.name} = ${listText(elements.slice(0, length))}`
          return `${read_here}, in the middle of what ${scene.name(writer)} appended to it.`
        })
    }
    const kind = read.is_predicate ? PREDICATE : RW
    const next = this.next[length]!
    if (next >= 0) scene.graph.edge(reader, next, kind, key.id)
    else this.unread.connect(reader, kind, key.id)
    if (read.is_updated) this.addUpdate(reader, length)
  }

  private addUpdate(reader: number, length: number): void {
    const { scene, key } = this
    const other = this.updater_of_length.get(length)
    if (other === undefined) this.updater_of_length.set(length, reader)
    else
      scene.evidence.add('lost-update', [other, reader], () => {
        const both = `${scene.name(other)} and ${scene.name(reader)} both read ${key.name} = ${listText(this.elements.slice(0, length))}`
        return `${both} and then both appended to it: one of them overlooked the other.`
      })
  }

  private isPrefix({ elements, length }: Read): boolean {
    for (let place = 0; place < length; place++) if (elements[place] !== this.elements[place]) return false
    return true
  }

  private addIncompatible(reader: number, { elements, length }: Read): void {
    const { scene, key, longest_by } = this
    scene.evidence.add('incompatible-order', [reader, longest_by], () => {
      const [one, other] = [elements.slice(0, length), this.elements.slice(0, this.length)].map(listText)
      return `${scene.name(reader)} read ${key.name} = ${one} and ${scene.name(longest_by)} read ${other}: neither goes on from the other.`
    })
    const last = scene.keys.writerOf(key, elements[length - 1]!)
    if (last >= 0 && !scene.hasFailed(last)) {
      scene.observe(last)
      scene.graph.edge(last, reader, WR, key.id)
    }
    for (const element of elements.slice(0, length)) {
      if (scene.keys.writerOf(key, element) !== NOBODY) continue
      scene.evidence.add(
        'garbage-read',
        [reader],
        () => `${scene.name(reader)} read ${element} in ${key.name}, which nobody appended.`
      )
    }
  }

  private addAbortedRead(reader: number): void {
    const { scene, key } = this
    const element = this.elements[this.first_aborted]!
    const writer = scene.keys.writerOf(key, element)
    if (writer === reader) return
    scene.evidence.add(
      'G1a',
      [writer, reader],
      () => `${scene.name(reader)} read ${element} in ${key.name}, which ${scene.name(writer)} appended and aborted.`
    )
  }
}
