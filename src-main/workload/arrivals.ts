import type { Random } from '../../src-shared/random'
import type { Cancel, Scheduler } from '../../src-shared/scheduler'

/** Exponentially distributed with the given mean, by inversion. */
export function exponential(mean: number, random: Random): number {
  return -mean * Math.log(1 - random())
}

/**
 * A Poisson process with absolute due times: being late once never delays those after.
 * Calls `arrive` for everything due, then sleeps until the next. Returns the function that stops it.
 */
export function startPoissonArrivals(rate_per_s: number, scheduler: Scheduler, random: Random, arrive: () => void): Cancel {
  if (rate_per_s <= 0) return () => {}
  const mean_us = 1e6 / rate_per_s
  let due_us = scheduler.now_us() + exponential(mean_us, random)
  let stopped = false
  let cancel = sleep()

  function sleep(): Cancel {
    return scheduler.after(due_us - scheduler.now_us(), wake)
  }

  function wake(): void {
    for (const now = scheduler.now_us(); due_us <= now && !stopped; due_us += exponential(mean_us, random)) arrive()
    if (!stopped) cancel = sleep()
  }

  return () => {
    stopped = true
    cancel()
  }
}
