import type { KeyHistory } from './key-history'

const HEAD = 0

/**
 * Calls and returns of a key's required operations in order of time, as a linked list from which operations are taken out as they
 * find their place and put back when a choice turns out wrong (Wing & Gong 1993, Lowe 2017). Entry 0 is the head; entries 1 … 2n
 * stand in order of time, so comparing them compares moments. At equal times calls come first: such operations overlap.
 */
export class Timeline {
  /** Operation of an entry, by its place in `required`. */
  readonly operation: Int32Array
  /** For a call its return, for a return its call. */
  readonly partner: Int32Array
  /** For a return: how many optional operations were invoked by then. */
  readonly optional_begun: Int32Array
  private readonly next: Int32Array
  private readonly previous: Int32Array

  constructor({ required, optional }: KeyHistory) {
    const moments = required.flatMap(({ invoked_us, completed_us }, operation) => [
      { operation, time_us: invoked_us, is_return: 0 },
      { operation, time_us: completed_us, is_return: 1 }
    ])
    moments.sort((a, b) => a.time_us - b.time_us || a.is_return - b.is_return || a.operation - b.operation)
    const length = moments.length + 1
    this.operation = new Int32Array(length)
    this.partner = new Int32Array(length)
    this.optional_begun = new Int32Array(length)
    this.next = Int32Array.from({ length }, (_, entry) => (entry + 1) % length)
    this.previous = Int32Array.from({ length }, (_, entry) => (entry + length - 1) % length)

    const calls = new Int32Array(required.length)
    let begun = 0
    moments.forEach(({ operation, time_us, is_return }, i) => {
      const entry = i + 1
      while (begun < optional.length && optional[begun]!.invoked_us <= time_us) begun++
      this.operation[entry] = operation
      this.optional_begun[entry] = begun
      if (!is_return) calls[operation] = entry
      else {
        this.partner[entry] = calls[operation]!
        this.partner[calls[operation]!] = entry
      }
    })
  }

  /** The first entry left; 0 when none is. */
  get first(): number {
    return this.next[HEAD]!
  }

  after(entry: number): number {
    return this.next[entry]!
  }

  isCall(entry: number): boolean {
    return this.partner[entry]! > entry
  }

  /** Takes the operation called at `call` out of the list. */
  lift(call: number): void {
    this.unlink(call)
    this.unlink(this.partner[call]!)
  }

  /** Puts it back. Operations go back in the reverse of the order in which they were lifted. */
  unlift(call: number): void {
    this.relink(this.partner[call]!)
    this.relink(call)
  }

  private unlink(entry: number): void {
    this.next[this.previous[entry]!] = this.next[entry]!
    this.previous[this.next[entry]!] = this.previous[entry]!
  }

  private relink(entry: number): void {
    this.next[this.previous[entry]!] = entry
    this.previous[this.next[entry]!] = entry
  }
}
