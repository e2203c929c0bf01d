/** How much a check may cost. */
export interface Bounds {
  /** Configurations remembered while searching one key: the bound on memory, some 200 bytes each. */
  readonly configurations: number
  /** Wall-clock time for the whole history. Absent: none, so that the verdict depends on the history alone. */
  readonly time_ms?: number
}

export const DEFAULT_BOUNDS: Required<Bounds> = { time_ms: 30_000, configurations: 2_000_000 }

/** For verdicts that must not depend on a clock: a few seconds at most for a key that nothing decides. */
export const COUNT_BOUNDS: Bounds = { configurations: 300_000 }

/** A clock that stands still: only counts bound a check. */
export const NO_CLOCK = (): number => 0

/** What one key's search may still spend. */
export interface Budget {
  /** By the clock that `now_ms` reads. */
  readonly deadline_ms: number
  readonly now_ms: () => number
  readonly configurations: number
}
