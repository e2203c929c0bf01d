import type { Bounds, Budget } from '../linearizability/budget'

const LOOK_AT_CLOCK_EVERY = 1 << 16
/** Keeps a check that has no clock from going on for ever: some minutes of work. */
const STEPS_MAX = 100_000_000_000

/** A bound was hit; `message` says which. */
export class OutOfBounds extends Error {
  override readonly name = 'OutOfBounds'
}

/** Counts what a check costs, and ends it by {@link OutOfBounds} where that is too much. */
export class Meter {
  private steps = 0
  private next_look = LOOK_AT_CLOCK_EVERY
  private readonly deadline_ms: number

  constructor(
    private readonly bounds: Bounds,
    private readonly now_ms: () => number
  ) {
    this.deadline_ms = now_ms() + (bounds.time_ms ?? Infinity)
  }

  /** Some elementary steps are about to be made. */
  spend(steps: number): void {
    this.steps += steps
    if (this.steps < this.next_look) return
    this.next_look = this.steps + LOOK_AT_CLOCK_EVERY
    if (this.now_ms() > this.deadline_ms) throw new OutOfBounds('time is up')
    if (this.steps > STEPS_MAX) throw new OutOfBounds(`more than ${STEPS_MAX.toLocaleString('en')} steps needed`)
  }

  /** So many configurations are remembered now. */
  hold(configurations: number): void {
    const { configurations: most } = this.bounds
    if (configurations > most) throw new OutOfBounds(`more than ${most.toLocaleString('en')} configurations to remember`)
  }

  /** A part of the time left, for a search that keeps its own account. */
  budget(share: number): Budget {
    const { now_ms, bounds } = this
    const now = now_ms()
    return { deadline_ms: now + (this.deadline_ms - now) * share, now_ms, configurations: bounds.configurations }
  }
}
