import type { NodeClock } from './node-clock'

/** Node's own timers break beyond this. */
const WAIT_MS_MAX = 2 ** 31 - 1

export interface TimersOptions {
  readonly clock: Pick<NodeClock, 'elapsed_us' | 'trueDuration_us'>
  /** Something may be due: call {@link ProtocolTimers.takeDue}. */
  readonly wake: () => void
}

/**
 * A protocol's named one-shot timers, measured on the node's clock and never early. One timer of the system serves them all; it is
 * left alone when a timer moves later, since resetting an election timer is what most messages do.
 */
export class ProtocolTimers {
  private readonly due_us = new Map<string, number>()
  /** No timer is due before this; it may lie too early, never too late. */
  private earliest_us = Infinity
  private system_timer: NodeJS.Timeout | null = null

  constructor(private readonly options: TimersOptions) {}

  /** Fires once in `delay_us` of the node's time; setting a timer again replaces it. */
  set(timer: string, delay_us: number): void {
    const due_us = this.options.clock.elapsed_us() + Math.max(0, delay_us)
    this.due_us.set(timer, due_us)
    if (due_us < this.earliest_us) this.arm(due_us)
  }

  clear(timer: string): void {
    this.due_us.delete(timer)
  }

  /** Takes out the timers that are due, earliest first. */
  takeDue(): string[] {
    const now_us = this.options.clock.elapsed_us()
    if (now_us < this.earliest_us) return []
    const due = [...this.due_us].filter(([, due_us]) => due_us <= now_us).sort(([, a], [, b]) => a - b)
    for (const [timer] of due) this.due_us.delete(timer)
    this.armEarliest()
    return due.map(([timer]) => timer)
  }

  /** The clock was set: the same durations now take another true time. */
  clockChanged(): void {
    this.armEarliest()
  }

  /** Forgets all timers. */
  close(): void {
    this.due_us.clear()
    this.armEarliest()
  }

  private armEarliest(): void {
    let earliest_us = Infinity
    for (const due_us of this.due_us.values()) earliest_us = Math.min(earliest_us, due_us)
    this.arm(earliest_us)
  }

  private arm(due_us: number): void {
    this.earliest_us = due_us
    if (this.system_timer) clearTimeout(this.system_timer)
    this.system_timer = null
    if (due_us === Infinity) return
    const { clock, wake } = this.options
    // setTimeout truncates fractions, which would fire early.
    const wait_ms = Math.ceil(clock.trueDuration_us(due_us - clock.elapsed_us()) / 1000)
    this.system_timer = setTimeout(
      () => {
        // It counts from the loop's cached time, which lags: it can still be early.
        if (clock.elapsed_us() < due_us) this.arm(due_us)
        else wake()
      },
      Math.min(Math.max(0, wait_ms), WAIT_MS_MAX)
    )
  }
}
