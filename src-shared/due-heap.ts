/** Anything that has a time. */
export interface Due {
  due_us: number
  /** Set by the heap: among equal times, first in is first out. */
  order: number
}

/** A binary min-heap by absolute due time. */
export class DueHeap<Item extends Due> {
  private readonly items: Item[] = []
  private next_order = 0

  get size(): number {
    return this.items.length
  }

  /** All items, in no order. */
  values(): readonly Item[] {
    return this.items
  }

  /** The earliest item. */
  peek(): Item | undefined {
    return this.items[0]
  }

  push(item: Item): void {
    item.order = this.next_order++
    this.items.push(item)
    this.siftUp(this.items.length - 1)
  }

  /** Removes and returns the earliest item. */
  pop(): Item | undefined {
    const { items } = this
    const first = items[0]
    const last = items.pop()
    if (first === undefined || last === undefined || first === last) return first
    // The last item belongs far down: first all the way without it, then up to its place (Wegener 1993).
    let at = 0
    for (let child = 1; child < items.length; child = 2 * at + 1) {
      if (child + 1 < items.length && isEarlier(items[child + 1]!, items[child]!)) child++
      items[at] = items[child]!
      at = child
    }
    items[at] = last
    this.siftUp(at)
    return first
  }

  /** Caps the due time of matching items at `horizon_us`, keeping their order. */
  moveForward(applies: (item: Item) => boolean, horizon_us: number): void {
    const late = this.items.filter((item) => item.due_us >= horizon_us && applies(item))
    late.sort((a, b) => (isEarlier(a, b) ? -1 : 1))
    // They now share one time, so their places among equals must follow their former times.
    const order_numbers = late.map((item) => item.order).sort((a, b) => a - b)
    late.forEach((item, i) => {
      item.due_us = horizon_us
      item.order = order_numbers[i]!
    })
    this.restore()
  }

  /** Throws out the items for which `keep` does not hold. */
  retain(keep: (item: Item) => boolean): void {
    let kept = 0
    for (const item of this.items) if (keep(item)) this.items[kept++] = item
    this.items.length = kept
    this.restore()
  }

  /** Makes a heap of whatever order there is (Floyd 1964). */
  private restore(): void {
    for (let i = (this.items.length >> 1) - 1; i >= 0; i--) this.siftDown(i)
  }

  private siftUp(start: number): void {
    const { items } = this
    const item = items[start]!
    let at = start
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isEarlier(item, items[parent]!)) break
      items[at] = items[parent]!
      at = parent
    }
    items[at] = item
  }

  private siftDown(start: number): void {
    const { items } = this
    const item = items[start]!
    let at = start
    for (let child = 2 * at + 1; child < items.length; child = 2 * at + 1) {
      if (child + 1 < items.length && isEarlier(items[child + 1]!, items[child]!)) child++
      if (!isEarlier(items[child]!, item)) break
      items[at] = items[child]!
      at = child
    }
    items[at] = item
  }
}

function isEarlier(a: Due, b: Due): boolean {
  return a.due_us < b.due_us || (a.due_us === b.due_us && a.order < b.order)
}
