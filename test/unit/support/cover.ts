/** What choosing a candidate brings and takes. */
export interface CoverOptions<T> {
  /** What a run of it tries. */
  readonly featuresOf: (candidate: T) => readonly string[]
  /** What a run of it takes, in any unit. */
  readonly costOf: (candidate: T) => number
}

/** Few and cheap candidates that together have every feature of all: greedily, the most new features for their cost. */
export function cover<T>(all: readonly T[], { featuresOf, costOf }: CoverOptions<T>): T[] {
  const missing = new Set(all.flatMap(featuresOf))
  const worth = (one: T) => new Set(featuresOf(one).filter((feature) => missing.has(feature))).size / costOf(one)
  const chosen: T[] = []
  while (missing.size > 0) {
    const best = all.reduce((one, other) => (worth(other) > worth(one) ? other : one))
    for (const feature of featuresOf(best)) missing.delete(feature)
    chosen.push(best)
  }
  return chosen
}
