import { occurrencesOf } from '../../../src-shared/scenario/plan'
import type { Occurrence } from '../../../src-shared/scenario/plan'
import type { TimelineEntry } from '../../../src-shared/scenario/sections/timeline'
import type { Cancel, Scheduler } from '../../../src-shared/scheduler'
import { NoSuchTargetError } from './targets'

/** How long an entry waits for a node to match its target (for example `leader`), and the polling interval. */
const TARGET_WAIT_US = 3_000_000
const TARGET_POLL_US = 20_000

export interface TimelineOptions {
  readonly scheduler: Scheduler
  /** Does it and answers the fault's number. Throws {@link NoSuchTargetError} while nobody answers to its words. */
  readonly act: (entry: TimelineEntry) => number
  readonly undo: (fault: number) => void
  /** The entry could not be done at all. */
  readonly onFailure: (entry: TimelineEntry, error: Error) => void
}

/** Carries out a plan: each entry at its moments, each undone after its `for`. */
export class Timeline {
  private readonly pending = new Set<Cancel>()
  private readonly skipped = new Set<number>()
  /** Moments begun so far. */
  private started_count = 0
  private rest: Iterator<Occurrence>
  /** The next moments, as far as somebody has looked ahead. */
  private lookahead: Occurrence[] = []
  private cancelNext: Cancel = () => {}
  private stopped = false

  constructor(
    plan: readonly TimelineEntry[],
    private readonly options: TimelineOptions
  ) {
    this.rest = occurrencesOf(plan)
  }

  start(): void {
    this.awaitNext()
  }

  /**
   * The moment of this number, in the order of the plan from 0, passes without anything happening. Throws one sentence when there is no
   * such moment to come.
   */
  skip(number: number): void {
    if (number < this.started_count) throw new Error(`moment ${number} of the plan has passed`)
    if (!this.upcoming(number - this.started_count)) throw new Error(`the plan has no moment ${number}`)
    this.skipped.add(number)
  }

  /** Replaces the future part of the plan; faults in force still end when they were due to. Numbering continues. */
  replan(plan: readonly TimelineEntry[]): void {
    const now_ms = this.options.scheduler.now_us() / 1000
    this.cancelNext()
    this.rest = after(now_ms, occurrencesOf(plan))
    this.lookahead = []
    this.awaitNext()
  }

  /** Nothing happens any more; what is in force stays. */
  stop(): void {
    this.stopped = true
    this.cancelNext()
    this.pending.forEach((cancel) => cancel())
    this.pending.clear()
  }

  private awaitNext(): void {
    const next = this.upcoming(0)
    if (!next || this.stopped) return
    const { at_ms, entry } = next
    const { scheduler } = this.options
    this.cancelNext = scheduler.after(Math.max(0, Math.round(at_ms * 1000) - scheduler.now_us()), () => {
      const number = this.started_count++
      this.lookahead.shift()
      if (!this.skipped.has(number)) this.begin(entry, scheduler.now_us() + TARGET_WAIT_US)
      this.awaitNext()
    })
  }

  /** The moment that comes so many after the next one; undefined: the plan ends before. */
  private upcoming(offset: number): Occurrence | undefined {
    while (this.lookahead.length <= offset) {
      const next = this.rest.next()
      if (next.done) return undefined
      this.lookahead.push(next.value)
    }
    return this.lookahead[offset]
  }

  private begin(entry: TimelineEntry, deadline_us: number): void {
    const { scheduler, act, undo, onFailure } = this.options
    try {
      const fault = act(entry)
      if (entry.for !== undefined) this.later(Math.round(entry.for * 1000), () => undo(fault))
    } catch (error) {
      const is_permanent = !(error instanceof NoSuchTargetError) || entry.if_possible || scheduler.now_us() >= deadline_us
      if (is_permanent) return onFailure(entry, error as Error)
      this.later(TARGET_POLL_US, () => this.begin(entry, deadline_us))
    }
  }

  private later(delay_us: number, callback: () => void): void {
    const cancel = this.options.scheduler.after(delay_us, () => {
      this.pending.delete(cancel)
      callback()
    })
    this.pending.add(cancel)
  }
}

function* after(now_ms: number, occurrences: Iterable<Occurrence>): Generator<Occurrence> {
  for (const occurrence of occurrences) if (occurrence.at_ms > now_ms) yield occurrence
}
