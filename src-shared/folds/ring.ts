/** A list that holds the newest `capacity` items, oldest first; what falls out is counted. */
export class Ring<T> {
  private readonly slots: T[] = []
  private first = 0
  /** Items that fell out. */
  lost = 0

  constructor(readonly capacity: number) {}

  get length(): number {
    return this.slots.length
  }

  /** The item at this place, 0 being the oldest held; negative counts from the newest (-1). */
  at(position: number): T | undefined {
    const { length } = this.slots
    const index = position < 0 ? length + position : position
    return index < 0 || index >= length ? undefined : this.slots[(this.first + index) % length]
  }

  /** Adds the newest item and returns the one that fell out, if any. */
  push(item: T): T | undefined {
    if (this.slots.length < this.capacity) {
      this.slots.push(item)
      return undefined
    }
    const old = this.slots[this.first]
    this.slots[this.first] = item
    this.first = (this.first + 1) % this.capacity
    this.lost += 1
    return old
  }

  /** Puts another item in the place of the one at `place`, 0 being the oldest held. */
  replace(position: number, item: T): void {
    this.slots[(this.first + position) % this.slots.length] = item
  }

  /** Adds an item that may have come late: it goes before those that `isLater` names. */
  insert(item: T, isLater: (other: T) => boolean): void {
    this.push(item)
    const { slots, first } = this
    const slot = (position: number): number => (first + position) % slots.length
    for (let position = slots.length - 1; position > 0 && isLater(slots[slot(position - 1)]!); position -= 1) {
      slots[slot(position)] = slots[slot(position - 1)]!
      slots[slot(position - 1)] = item
    }
  }

  /** Lets go of everything. */
  clear(): void {
    this.lost += this.slots.length
    this.slots.length = 0
    this.first = 0
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (let position = 0; position < this.slots.length; position += 1)
      yield this.slots[(this.first + position) % this.slots.length]!
  }

  toArray(): T[] {
    return [...this]
  }
}
