/** Waits between attempts: each up to twice as long as the one before, drawn at random so that nodes do not knock in step. */
export interface Backoff {
  /** The next wait in milliseconds. */
  next_ms(): number
  /** The attempt succeeded: begin anew. */
  reset(): void
}

/** Waits within [half, whole] of a step that doubles from `first_ms` to `max_ms`. */
export function createBackoff(first_ms: number, max_ms: number, random: () => number): Backoff {
  let step_ms = first_ms
  return {
    next_ms() {
      const wait_ms = step_ms * (0.5 + random() / 2)
      step_ms = Math.min(max_ms, step_ms * 2)
      return wait_ms
    },
    reset() {
      step_ms = first_ms
    }
  }
}
