/** Length of a budget window. Short enough that a burst is sampled soon after it begins. */
const WINDOW_US = 250_000

/** Decides which messages are traced: all while they are few, one in `keep_one_in` beyond the budget. */
export interface TraceBudget {
  /** Whether the message being sent now is traced; the answer becomes the frame's flag. */
  next(): boolean
}

/**
 * A budget of about `per_second` traced messages. `onSampling` is told each time the share changes (1: every message again), and
 * becomes the `sampling` event. 0 traces nothing.
 */
export function createTraceBudget(
  per_second: number,
  now_us: () => number,
  onSampling: (keep_one_in: number) => void
): TraceBudget {
  const window_budget = Math.ceil((per_second * WINDOW_US) / 1e6)
  let window_end_us = 0
  let sent = 0
  let traced = 0
  let keep_one_in = 1

  function keepOneIn(k: number): void {
    if (k === keep_one_in) return
    keep_one_in = k
    onSampling(k)
  }

  /** The share that would have fitted the window just past; a power of two, so that it seldom changes. */
  function startWindow(now: number): void {
    const idle = now > window_end_us + WINDOW_US
    keepOneIn(idle ? 1 : 2 ** Math.max(0, Math.ceil(Math.log2(sent / window_budget))))
    window_end_us = now + WINDOW_US
    sent = 0
    traced = 0
  }

  return {
    next() {
      if (per_second <= 0) return false
      const now = now_us()
      if (now >= window_end_us) startWindow(now)
      const keep = sent++ % keep_one_in === 0
      if (keep && ++traced > window_budget) {
        keepOneIn(keep_one_in * 2)
        traced = 0
      }
      return keep
    }
  }
}
