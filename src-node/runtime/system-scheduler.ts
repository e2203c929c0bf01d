import type { Scheduler } from '../../src-shared/scheduler'

/** Node's own timers break beyond this. */
const WAIT_MS_MAX = 2 ** 31 - 1

/** The machine's own time: `now_us` reads the run's clock, see `createRunClock`. */
export function createSystemScheduler(now_us: () => number): Scheduler {
  return {
    now_us,
    after(delay_us, run) {
      const due_us = now_us() + delay_us
      let timer = wait(delay_us)

      function wait(left_us: number): NodeJS.Timeout {
        // Node truncates fractions: rounding down would be early.
        return setTimeout(wake, Math.min(Math.max(0, Math.ceil(left_us / 1000)), WAIT_MS_MAX))
      }

      function wake(): void {
        // It counts from the loop's cached time, which lags: it can still be early.
        const left_us = due_us - now_us()
        if (left_us > 0) timer = wait(left_us)
        else run()
      }

      return () => clearTimeout(timer)
    }
  }
}
