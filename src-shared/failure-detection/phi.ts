/**
 * The φ accrual failure detector (Hayashibara, Défago, Yared, Katayama 2004): how surprising a silence is, in powers of ten. With φ = 1 a
 * suspicion is wrong once in ten times, with φ = 2 once in a hundred, if gaps are distributed as they are taken to be.
 */
import type { GapDistribution } from './heartbeat-window'

export const GAP_DISTRIBUTIONS = ['normal', 'exponential'] as const
export type GapModel = (typeof GAP_DISTRIBUTIONS)[number]

/** What φ is computed with. */
export interface PhiSettings {
  readonly model: GapModel
  /** No smaller deviation is believed. */
  readonly min_deviation_us: number
  /** A silence may be longer than gaps are by so much: added to their mean. */
  readonly acceptable_pause_us: number
}

/** φ after a silence: −log₁₀ of the probability that the next heartbeat takes even longer. */
export function phiOf(silence_us: number, gaps: GapDistribution, settings: PhiSettings): number {
  const { mean_us, deviation_us } = adjusted(gaps, settings)
  if (settings.model === 'exponential') return mean_us === 0 ? Infinity : silence_us / mean_us / Math.LN10
  if (deviation_us === 0) return silence_us > mean_us ? Infinity : 0
  return -log10UpperTail((silence_us - mean_us) / deviation_us)
}

/** The silence after which φ reaches the threshold: the same question the other way round, so that one timer does. */
export function silenceAt(threshold: number, gaps: GapDistribution, settings: PhiSettings): number {
  const { mean_us, deviation_us } = adjusted(gaps, settings)
  if (settings.model === 'exponential') return threshold * Math.LN10 * mean_us
  return Math.max(0, mean_us + deviationsAt(threshold) * deviation_us)
}

function adjusted({ mean_us, deviation_us }: GapDistribution, settings: PhiSettings): GapDistribution {
  return {
    mean_us: mean_us + settings.acceptable_pause_us,
    deviation_us: Math.max(deviation_us, settings.min_deviation_us)
  }
}

/** Standard deviations above the mean at which φ is so high: 5.61 for 8. Remembered, since it depends on nothing else. */
function deviationsAt(threshold: number): number {
  let deviations = known_deviations.get(threshold)
  if (deviations !== undefined) return deviations
  let [low, high] = [-DEVIATIONS_MAX, DEVIATIONS_MAX]
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2
    if (-log10UpperTail(middle) < threshold) low = middle
    else high = middle
  }
  deviations = (low + high) / 2
  if (known_deviations.size >= KNOWN_MAX) known_deviations.clear()
  known_deviations.set(threshold, deviations)
  return deviations
}
const known_deviations = new Map<number, number>()
const KNOWN_MAX = 256
const DEVIATIONS_MAX = 100
const BISECTIONS = 60

/** log₁₀ P(Z > z) of a standard normal Z. */
function log10UpperTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const ln_tail = lnErfc(x) - Math.LN2
  return (z >= 0 ? ln_tail : Math.log1p(-Math.exp(ln_tail))) / Math.LN10
}

/** ln erfc(x) for x ≥ 0 by a Chebyshev fit, to about 10⁻⁷ everywhere (Press et al., Numerical Recipes §6.2); no underflow far out. */
function lnErfc(x: number): number {
  const t = 1 / (1 + x / 2)
  let sum = 0
  for (const coefficient of ERFC_COEFFICIENTS) sum = sum * t + coefficient
  return Math.log(t) - x * x + sum
}
/** From the highest power down. */
const ERFC_COEFFICIENTS = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223
]
