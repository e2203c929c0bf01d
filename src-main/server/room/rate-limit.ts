/** Lets so many pass in a second, and more at once after a rest. */
export class RateLimit {
  #left: number
  #filled_ms: number

  /** `now_ms` reads any monotonic clock. */
  constructor(
    private readonly per_s: number,
    private readonly burst: number,
    private readonly now_ms: () => number
  ) {
    this.#left = burst
    this.#filled_ms = now_ms()
  }

  /** Whether one more may pass. */
  take(): boolean {
    const now_ms = this.now_ms()
    this.#left = Math.min(this.burst, this.#left + ((now_ms - this.#filled_ms) * this.per_s) / 1000)
    this.#filled_ms = now_ms
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
