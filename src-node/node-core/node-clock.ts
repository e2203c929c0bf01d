import type { ClockSettings } from './conditions'

/** A node's clock: what it shows, and the durations that its timers measure. */
export interface NodeClock {
  /** What the clock shows, in microseconds of run time: offset and drift apply, so setting it can make it jump back. */
  now_us(): number
  /** Microseconds that this node has counted since the clock was made. Drift applies; jumps do not, as with any monotonic clock. */
  elapsed_us(): number
  /** True microseconds that pass while this node counts `elapsed_us` of them. */
  trueDuration_us(elapsed_us: number): number
  /** Sets the clock anew: it shows true time + offset now, and drifts on from there. */
  set(settings: ClockSettings): void
  readonly settings: ClockSettings
}

/** A clock over true time in microseconds, for instance the run's. */
export function createNodeClock(true_us: () => number, initial: ClockSettings): NodeClock {
  let settings = initial
  let set_at_us = true_us()
  let elapsed_when_set_us = 0
  const rate = () => 1 + settings.drift_ppm / 1e6
  const elapsed_us = () => elapsed_when_set_us + (true_us() - set_at_us) * rate()

  return {
    now_us() {
      const now_us = true_us()
      return Math.floor(now_us + settings.offset_us + (now_us - set_at_us) * (rate() - 1))
    },
    elapsed_us,
    trueDuration_us: (duration_us) => duration_us / rate(),
    set(next) {
      elapsed_when_set_us = elapsed_us()
      set_at_us = true_us()
      settings = next
    },
    get settings() {
      return settings
    }
  }
}
