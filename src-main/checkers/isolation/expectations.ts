/** What each transaction has to find when it begins, and who is still to find it. */
import type { Mark } from './keys'
import { groupedBy } from './graph'
import { Ints } from './ints'
import { AMBIGUOUS } from './keys'
import type { Key, Keys } from './keys'
import { eachRead } from './reads'
import type { Read } from './reads'
import type { Transaction } from './transactions'

/** What a read says of the content of a key. */
export interface Expectation {
  readonly key: Key
  readonly mark: Mark
  readonly is_zero: boolean
  /** A scan found nothing. */
  readonly is_predicate: boolean
  /** Several writes may have written it: it may come back. */
  readonly is_vague: boolean
}

export function expectationsOf(transaction: Transaction, keys: Keys): readonly Expectation[] {
  const found: Expectation[] = []
  eachRead(transaction, keys, (read) => {
    const { key, length, value, is_zero, is_predicate } = read
    found.push({ key, mark: key.is_list ? length : value, is_zero, is_predicate, is_vague: isVague(read, keys) })
  })
  // A copy has no room to grow: there is one for each transaction.
  return found.slice()
}

function isVague({ key, value, is_zero }: Read, keys: Keys): boolean {
  if (key.is_list) return false
  return is_zero || key.has_unknown_values || (value !== null && keys.writerOf(key, value) === AMBIGUOUS)
}

const NOBODY_READS = new Int32Array(0)

/** Of each content of a key: who reads it, and how many reads of it are still to come. What may come back is left out. */
export class Unread {
  /** By key: the number of each content that is read. */
  private readonly contents: readonly Map<Mark, number>[]
  private readonly counts: Int32Array
  /** By content, one after the other. */
  private readonly readers: Int32Array
  private readonly starts: Int32Array

  constructor(keys: Keys, reads: readonly (readonly Expectation[])[]) {
    this.contents = keys.all.map(() => new Map<Mark, number>())
    const content_of = new Ints()
    const reader_of = new Ints()
    let contents = 0
    reads.forEach((expectations, reader) => {
      for (const { key, mark, is_vague } of expectations) {
        if (is_vague) continue
        const of_key = this.contents[key.id]!
        const content = of_key.get(mark) ?? contents++
        of_key.set(mark, content)
        content_of.push(content)
        reader_of.push(reader)
      }
    })
    const { starts, places } = groupedBy(content_of.view(), contents)
    this.starts = starts
    this.readers = places.map((place) => reader_of.at(place))
    this.counts = Int32Array.from({ length: contents }, (_, content) => starts[content + 1]! - starts[content]!)
  }

  count(key: Key, mark: Mark): number {
    const content = this.contents[key.id]!.get(mark)
    return content === undefined ? 0 : this.counts[content]!
  }

  /** All who read it, in the order of the history; whoever reads it twice is there twice. */
  readersOf(key: Key, mark: Mark): Int32Array {
    const content = this.contents[key.id]!.get(mark)
    return content === undefined ? NOBODY_READS : this.readers.subarray(this.starts[content]!, this.starts[content + 1]!)
  }

  /** Whoever expected all this has begun. */
  leave(expectations: readonly Expectation[]): void {
    for (const { key, mark, is_vague } of expectations) if (!is_vague) this.counts[this.contents[key.id]!.get(mark)!]!--
  }
}
