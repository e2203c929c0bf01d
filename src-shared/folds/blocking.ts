/** Shorter waits are latency. */
const BLOCKED_MIN_US = 250_000

/** Time in which clients asked for writes and none succeeded: from the first that asked to the next that succeeded. */
export class Blocking {
  private since_us: number | null = null
  private total_us = 0

  /** A client asks for a write. */
  ask(t_us: number): void {
    this.since_us ??= t_us
  }

  /** A write succeeded, or the time that counts is over. */
  close(t_us: number): void {
    const length_us = this.since_us === null ? 0 : t_us - this.since_us
    if (length_us >= BLOCKED_MIN_US) this.total_us += length_us
    this.since_us = null
  }

  /** In all, up to now, ms. */
  total_ms(now_us: number): number {
    const open_us = this.since_us === null ? 0 : now_us - this.since_us
    return (this.total_us + (open_us >= BLOCKED_MIN_US ? open_us : 0)) / 1000
  }
}
