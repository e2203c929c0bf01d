/** Exponentially distributed with the given mean, by inversion. */
export function exponential(mean: number, random: () => number): number {
  return -mean * Math.log(1 - random())
}

/**
 * A Poisson process with absolute due times: being late once never delays those after.
 * Calls `arrive` for everything due, then sleeps until the next. Returns the function that stops it.
 */
export function startPoissonArrivals(
  rate_per_s: number,
  now_us: () => number,
  random: () => number,
  arrive: () => void
): () => void {
  if (rate_per_s <= 0) return () => {}
  const mean_us = 1e6 / rate_per_s
  let due_us = now_us() + exponential(mean_us, random)
  let timer: NodeJS.Timeout
  let stopped = false
  sleep()

  function sleep(): void {
    // Node truncates fractions: rounding down would wake too early.
    timer = setTimeout(wake, Math.ceil((due_us - now_us()) / 1000))
  }

  function wake(): void {
    for (const now = now_us(); due_us <= now && !stopped; due_us += exponential(mean_us, random)) arrive()
    if (!stopped) sleep()
  }

  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
