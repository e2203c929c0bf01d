/** A share of trials with the interval that it is known to within. */
export interface ShareEstimate {
  readonly share: number
  readonly low: number
  readonly high: number
}

/** Standard normal deviate of a two-sided 95 % interval. */
export const Z_95 = 1.959964

/** A share of independent trials and its 95 % interval (Wilson 1927): good at 0 and 1 too. Null without trials. */
export function wilson(hits: number, trials: number): ShareEstimate | null {
  if (trials === 0) return null
  const share = hits / trials
  const z2 = Z_95 ** 2
  const centre = (share + z2 / (2 * trials)) / (1 + z2 / trials)
  const half = (Z_95 / (1 + z2 / trials)) * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials ** 2))
  return { share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}
