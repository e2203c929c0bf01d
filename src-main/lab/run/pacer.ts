import type { Cancel } from '../../../src-shared/scheduler'
import { nextTurn } from './next-turn'

/** Longest time without giving others a turn. */
const SLICE_MS = 8
const TICK_MS = 16
/** At full speed the event rate limit is multiplied by this. */
const FULL_SPEED_FACTOR = 5

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
  readonly isBackpressured: () => boolean
  /** A stretch of steps is done. */
  readonly afterSlice: () => void
}

/** Advances virtual time in proportion to wall-clock time, in slices that yield to the event loop. */
export class Pacer {
  private running = false
  /** Calls the next slice off; null while none is to come. */
  private cancelSlice: Cancel | null = null
  private speed: number
  /** Virtual and real time that belong together. */
  private anchor = { virtual_us: 0, real_ms: 0 }
  private last_slice_ms = 0
  /** Events that may still be made now. */
  private event_budget: number
  /** As fast as possible, whatever the pace. */
  full_speed = false

  constructor(private readonly options: PacerOptions) {
    this.speed = options.pace
    this.event_budget = options.events_per_s_max ?? Infinity
  }

  get pace(): number {
    return this.speed
  }

  set pace(pace: number) {
    this.speed = pace
    this.resetAnchor()
  }

  start(): void {
    if (this.running) return
    this.running = true
    this.resetAnchor()
    this.last_slice_ms = this.anchor.real_ms
    this.scheduleNow()
  }

  stop(): void {
    this.running = false
    this.cancelSlice?.()
    this.cancelSlice = null
  }

  private slice(): void {
    this.cancelSlice = null
    const begun_ms = performance.now()
    this.refill(begun_ms)
    const limit_us = this.limit_us(begun_ms)
    const { next_us, last_seq, advance, isBackpressured, afterSlice } = this.options
    const first_seq = last_seq()
    const behind = isBackpressured()
    const mayGoOn = () => !behind && last_seq() - first_seq < this.event_budget && performance.now() - begun_ms < SLICE_MS
    const isDue = () => next_us() <= limit_us
    while (isDue() && mayGoOn() && advance());
    const busy = isDue()
    this.event_budget -= last_seq() - first_seq
    // What could not be done in time is not made up for.
    if (busy) this.resetAnchor()
    afterSlice()
    // A step, or whoever took the events, may have stopped and started it.
    if (!this.running || this.cancelSlice) return
    if (busy && !behind && this.event_budget > 0) this.scheduleNow()
    else this.scheduleTick()
  }

  private limit_us(now_ms: number): number {
    if (this.full_speed || this.speed === 0) return Number.MAX_VALUE
    return this.anchor.virtual_us + (now_ms - this.anchor.real_ms) * 1000 * this.speed
  }

  private refill(now_ms: number): void {
    const { events_per_s_max } = this.options
    if (events_per_s_max === undefined) return
    const per_s = this.full_speed ? events_per_s_max * FULL_SPEED_FACTOR : events_per_s_max
    const earned = (per_s * (now_ms - this.last_slice_ms)) / 1000
    this.event_budget = Math.min(per_s, this.event_budget + earned)
    this.last_slice_ms = now_ms
  }

  private resetAnchor(): void {
    this.anchor = { virtual_us: this.options.now_us(), real_ms: performance.now() }
  }

  private scheduleNow(): void {
    this.cancelSlice = nextTurn(() => this.slice())
  }

  private scheduleTick(): void {
    const timer = setTimeout(() => this.slice(), TICK_MS)
    this.cancelSlice = () => clearTimeout(timer)
  }
}
