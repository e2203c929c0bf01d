/** Regions in pairs, and where a scenario says how far the two are from each other. */
export type Pair = readonly [string, string]

export function pairsOf(regions: readonly string[]): Pair[] {
  return regions.flatMap((one, i) => regions.slice(i + 1).map((other): Pair => [one, other]))
}

/** The place of the pair in the list `between`, in either order; -1: it is not there. */
export function placeOfPair(between: unknown, [one, other]: Pair): number {
  if (!Array.isArray(between)) return -1
  return between.findIndex((entry: { regions?: unknown } | null) => {
    const pair = entry?.regions
    return Array.isArray(pair) && pair.includes(one) && pair.includes(other)
  })
}
