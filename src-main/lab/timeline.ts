import type { FaultAction } from '../../src-shared/faults'
import type { TimelineEntry } from '../../src-shared/scenario/schema'

export interface TimelineOptions {
  /** The run's time. */
  readonly now_ms: () => number
  /** Does the action and answers the fault's number; null when it could not be done. */
  readonly act: (action: FaultAction, label?: string) => Promise<number | null>
  readonly undo: (fault: number) => void
}

/** Carries out a scenario's timeline: each entry at its moments, each undone after its `for`. */
export class Timeline {
  private readonly timers = new Set<NodeJS.Timeout>()

  constructor(
    private readonly entries: readonly TimelineEntry[],
    private readonly options: TimelineOptions
  ) {}

  start(): void {
    for (const entry of this.entries) this.schedule(entry, 0)
  }

  /** Nothing happens any more; what is in force stays. */
  stop(): void {
    this.timers.forEach((timer) => clearTimeout(timer))
    this.timers.clear()
  }

  /** One occurrence at a time, however often it repeats. */
  private schedule(entry: TimelineEntry, occurrence: number): void {
    const at_ms = entry.at + occurrence * (entry.every ?? 0)
    this.at(at_ms, async () => {
      if (occurrence + 1 < entry.times) this.schedule(entry, occurrence + 1)
      const fault = await this.options.act(entry.action, entry.label)
      if (fault === null || entry.for === undefined) return
      this.at(this.options.now_ms() + entry.for, () => this.options.undo(fault))
    })
  }

  private at(at_ms: number, happen: () => void | Promise<void>): void {
    // setTimeout cuts fractions off, and would be early.
    const timer = setTimeout(
      () => {
        this.timers.delete(timer)
        void happen()
      },
      Math.ceil(at_ms - this.options.now_ms())
    )
    this.timers.add(timer)
  }
}
