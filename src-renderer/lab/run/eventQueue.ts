import type { LabEvent } from '../../../src-shared/events'

/** Events between two looks at the clock: some microseconds' work, of large clusters' processes and links a millisecond's. */
const EVENTS_PER_CLOCK_CHECK = 32

/** Batches that arrived and are not folded yet. Folding them takes slices of bounded length, so a long backlog never blocks the page. */
export class EventQueue {
  #batches: Uint8Array[] = []
  #open: LabEvent[] = []
  #next = 0

  /** `decode` makes events of a batch; `now_ms` reads any monotonic clock. */
  constructor(
    private readonly decode: (batch: Uint8Array) => LabEvent[],
    private readonly now_ms: () => number
  ) {}

  push(batch: Uint8Array): void {
    this.#batches.push(batch)
  }

  /** Batches that are not begun. */
  get waiting(): number {
    return this.#batches.length
  }

  get empty(): boolean {
    return this.#batches.length === 0 && this.#next >= this.#open.length
  }

  /** Forgets everything that waits: it belongs to an older run. */
  clear(): void {
    this.#batches = []
    this.#open = []
    this.#next = 0
  }

  /** Hands waiting events to `observe`, in order, for about `budget_ms`. Returns how many. */
  drain(observe: (event: LabEvent) => void, budget_ms: number): number {
    const end_ms = this.now_ms() + budget_ms
    let count = 0
    while (this.#advance()) {
      const stop = Math.min(this.#next + EVENTS_PER_CLOCK_CHECK, this.#open.length)
      for (; this.#next < stop; this.#next++, count++) observe(this.#open[this.#next]!)
      if (this.now_ms() >= end_ms) break
    }
    return count
  }

  /** Opens the next batch when the current one is used up; false when nothing is left. */
  #advance(): boolean {
    while (this.#next >= this.#open.length) {
      const batch = this.#batches.shift()
      if (!batch) return false
      this.#open = this.decode(batch)
      this.#next = 0
    }
    return true
  }
}
