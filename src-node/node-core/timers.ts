import type { Cancel, Scheduler } from '../../src-shared/scheduler'
import type { NodeClock } from './node-clock'

export interface TimersOptions {
  readonly clock: Pick<NodeClock, 'elapsed_us' | 'trueDuration_us'>
  /** True time. */
  readonly scheduler: Scheduler
  /** Something may be due: call {@link ProtocolTimers.takeDue}. */
  readonly wake: () => void
}

/** One for all: drivers ask with every step. */
const NONE: readonly string[] = []

/**
 * A protocol's named one-shot timers, measured on the node's clock and never early. One callback serves them all; it is
 * left alone when a timer moves later, since resetting an election timer is what most messages do.
 */
export class ProtocolTimers {
  private readonly due_us = new Map<string, number>()
  /** No timer is due before this; it may lie too early, never too late. */
  private earliest_us = Infinity
  private cancel: Cancel = () => {}

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
  takeDue(): readonly string[] {
    const now_us = this.options.clock.elapsed_us()
    return now_us < this.earliest_us ? NONE : this.takeDueAt(now_us)
  }

  private takeDueAt(now_us: number): readonly string[] {
    const due: string[] = []
    for (const [timer, due_us] of this.due_us) if (due_us <= now_us) due.push(timer)
    if (due.length > 1) due.sort((a, b) => this.due_us.get(a)! - this.due_us.get(b)!)
    for (const timer of due) this.due_us.delete(timer)
    this.armEarliest()
    return due
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
    this.cancel()
    if (due_us === Infinity) return
    const { clock, scheduler, wake } = this.options
    this.cancel = scheduler.after(clock.trueDuration_us(due_us - clock.elapsed_us()), () => {
      // A clock that drifts rounds: it can still be early.
      if (clock.elapsed_us() < due_us) this.arm(due_us)
      else wake()
    })
  }
}
