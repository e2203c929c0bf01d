/** An order among events, given by some of its pairs. */
export class Relation {
  readonly before: number[][]
  readonly after: number[][]

  constructor(readonly size: number) {
    this.before = Array.from({ length: size }, () => [])
    this.after = Array.from({ length: size }, () => [])
  }

  /** `a` comes before `b`. */
  add(a: number, b: number): void {
    this.after[a]!.push(b)
    this.before[b]!.push(a)
  }

  copy(): Relation {
    const copy = new Relation(this.size)
    this.after.forEach((followers, a) => followers.forEach((b) => copy.add(a, b)))
    return copy
  }

  /** All events, none before one that comes before it; null where that is impossible. */
  sorted(): Int32Array | null {
    const { order, length } = this.sortAsFarAsPossible()
    return length === this.size ? order : null
  }

  /**
   * The shortest way from `a` to `b`, both included, by pairs that `isUsable` accepts; null where there is none. From an event to
   * itself: the shortest circle.
   */
  path(a: number, b: number, isUsable: (from: number, to: number) => boolean = () => true): number[] | null {
    const reached_from = new Map<number, number>()
    const queue = [a]
    for (let next = 0; next < queue.length; next++) {
      const at = queue[next]!
      for (const follower of this.after[at]!) {
        if (!isUsable(at, follower)) continue
        if (follower === b) return [...pathFrom(at, a, reached_from), b]
        if (reached_from.has(follower)) continue
        reached_from.set(follower, at)
        queue.push(follower)
      }
    }
    return null
  }

  /** A short circle, its first event repeated at the end; for a relation that cannot be sorted. */
  cycle(): number[] {
    const { order, length } = this.sortAsFarAsPossible()
    const sorted = new Set(order.subarray(0, length))
    // Every event left comes after one that is left: going back from any of them ends in a circle.
    let at = this.before.findIndex((_, e) => !sorted.has(e))
    const passed = new Set<number>()
    while (!passed.has(at)) {
      passed.add(at)
      at = this.before[at]!.find((e) => !sorted.has(e))!
    }
    let shortest = this.path(at, at)!
    for (const e of shortest) {
      const other = this.path(e, e)!
      if (other.length < shortest.length) shortest = other
    }
    return shortest
  }

  private sortAsFarAsPossible(): { readonly order: Int32Array; readonly length: number } {
    const waiting = Int32Array.from(this.before, ({ length }) => length)
    const order = new Int32Array(this.size)
    let length = 0
    for (let e = 0; e < this.size; e++) if (waiting[e] === 0) order[length++] = e
    for (let next = 0; next < length; next++) {
      for (const follower of this.after[order[next]!]!) if (--waiting[follower]! === 0) order[length++] = follower
    }
    return { order, length }
  }
}

function pathFrom(from: number, start: number, reached_from: ReadonlyMap<number, number>): number[] {
  const way = [from]
  for (let at = from; at !== start; way.push(at)) at = reached_from.get(at)!
  return way.reverse()
}
