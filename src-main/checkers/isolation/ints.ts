/** A growing row of 32-bit integers. */
export class Ints {
  private items: Int32Array
  length = 0

  constructor(capacity = 1024) {
    this.items = new Int32Array(capacity)
  }

  push(value: number): void {
    if (this.length === this.items.length) {
      const grown = new Int32Array(this.length * 2)
      grown.set(this.items)
      this.items = grown
    }
    this.items[this.length++] = value
  }

  at(place: number): number {
    return this.items[place]!
  }

  set(place: number, value: number): void {
    this.items[place] = value
  }

  /** What it holds, without a copy. */
  view(): Int32Array {
    return this.items.subarray(0, this.length)
  }
}
