/** The newest entries by log index, in bounded space: an older index gives way when its place is needed. */
export class Ring<T extends { readonly index: number }> {
  // Grows with the log: most runs stay far below the bound.
  private readonly places: (T | undefined)[] = []

  /** `size`: a power of two. */
  constructor(private readonly size: number) {}

  get(index: number): T | undefined {
    const item = this.places[index & (this.size - 1)]
    return item?.index === index ? item : undefined
  }

  set(item: T): void {
    this.places[item.index & (this.size - 1)] = item
  }

  /** The items in [from, to] that are still there, in order. */
  *range(from: number, to: number): Generator<T> {
    for (let index = Math.max(from, to - this.size + 1); index <= to; index++) {
      const item = this.get(index)
      if (item) yield item
    }
  }
}
