/** Longest time without giving others a turn. */
const SLICE_MS = 8
const TICK_MS = 16

export interface PacerOptions {
  /** Simulated seconds per second; 0: as fast as possible. */
  readonly pace: number
  /** Events made in a second at most; absent: any number. */
  readonly events_per_s_max?: number
  readonly now_us: () => number
  /** When the next step is due; Infinity: never. */
  readonly next_us: () => number
  /** Number of the newest event. */
  readonly last_seq: () => number
  /** Does one step. False when there is nothing to do for now. */
  readonly advance: () => boolean
  /** Whoever takes the events lags: nothing is to be done for now. */
  readonly isBehind: () => boolean
  /** A stretch of steps is done. */
  readonly afterSlice: () => void
}

/** Lets virtual time go on beside the machine's own, in slices that leave room for others. */
export class Pacer {
  private timer: NodeJS.Timeout | NodeJS.Immediate | null = null
  private speed: number
  /** Virtual and real time that belong together. */
  private anchor = { virtual_us: 0, real_ms: 0 }
  private last_slice_ms = 0
  /** Events that may still be made now. */
  private allowance: number
  /** As fast as possible, whatever the pace. */
  hurry = false

  constructor(private readonly options: PacerOptions) {
    this.speed = options.pace
    this.allowance = options.events_per_s_max ?? Infinity
  }

  get pace(): number {
    return this.speed
  }

  set pace(pace: number) {
    this.speed = pace
    this.dropAnchor()
  }

  start(): void {
    if (this.timer) return
    this.dropAnchor()
    this.last_slice_ms = this.anchor.real_ms
    this.timer = setImmediate(() => this.slice())
  }

  stop(): void {
    if (this.timer) this.clear(this.timer)
    this.timer = null
  }

  private slice(): void {
    const begun_ms = performance.now()
    this.refill(begun_ms)
    const limit_us = this.limit_us(begun_ms)
    const { next_us, last_seq, advance, isBehind, afterSlice } = this.options
    const first_seq = last_seq()
    const mayGoOn = () => last_seq() - first_seq < this.allowance && performance.now() - begun_ms < SLICE_MS
    let busy = false
    if (!isBehind()) while ((busy = next_us() <= limit_us) && mayGoOn()) if (!advance()) break
    this.allowance -= last_seq() - first_seq
    // What could not be done in time is not made up for.
    if (busy) this.dropAnchor()
    this.timer = busy && this.allowance > 0 ? setImmediate(() => this.slice()) : setTimeout(() => this.slice(), TICK_MS)
    afterSlice()
  }

  private limit_us(now_ms: number): number {
    if (this.hurry || this.speed === 0) return Number.MAX_VALUE
    return this.anchor.virtual_us + (now_ms - this.anchor.real_ms) * 1000 * this.speed
  }

  private refill(now_ms: number): void {
    const { events_per_s_max = Infinity } = this.options
    const earned = (events_per_s_max * (now_ms - this.last_slice_ms)) / 1000
    this.allowance = Math.min(events_per_s_max, this.allowance + earned)
    this.last_slice_ms = now_ms
  }

  private dropAnchor(): void {
    this.anchor = { virtual_us: this.options.now_us(), real_ms: performance.now() }
  }

  private clear(timer: NodeJS.Timeout | NodeJS.Immediate): void {
    if ('refresh' in timer) clearTimeout(timer)
    else clearImmediate(timer)
  }
}
