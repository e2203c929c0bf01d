/** How much a check may cost. */
export interface Bounds {
  /** Wall-clock time for the whole history. */
  readonly time_ms: number
  /** Configurations remembered while searching one key: the bound on memory, some 200 bytes each. */
  readonly configurations: number
}

export const DEFAULT_BOUNDS: Bounds = { time_ms: 30_000, configurations: 2_000_000 }

/** What one key's search may still spend. */
export interface Budget {
  /** By the clock that `now_ms` reads. */
  readonly deadline_ms: number
  readonly now_ms: () => number
  readonly configurations: number
}
