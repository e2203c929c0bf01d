import type { Scheduler } from '../../src-shared/scheduler'

/** The machine's own time: `now_us` reads the run's clock, see `createRunClock`. */
export function createSystemScheduler(now_us: () => number): Scheduler {
  return {
    now_us,
    after(delay_us, run) {
      // Node truncates fractions: rounding down would be early.
      const timer = setTimeout(run, Math.ceil(delay_us / 1000))
      return () => clearTimeout(timer)
    }
  }
}
