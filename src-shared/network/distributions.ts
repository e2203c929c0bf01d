/**
 * Shapes of the jitter as quantile functions in units of `jitter_ms`: mean 0, and standard deviation 1 (uniform: half-width 1).
 * The shapes are those of netem's tables: Pareto has exponent 3 and ends where netem's does, paretonormal is one part normal to
 * three parts Pareto. Unlike those tables they are scaled so that the standard deviation really is the jitter. Exponential is no shape of
 * netem's: with a jitter as long as the delay it is the one-way latency of Bailis et al. 2012, §5.2.
 */
import { normalQuantile } from './normal'
import type { LinkSettings } from './netem'

/** Value that a share `u` of the draws stays below. */
export type Quantile = (u: number) => number

/** The quantile function of a link's jitter. */
export function jitterQuantile(settings: Pick<LinkSettings, 'distribution' | 'table'>): Quantile {
  switch (settings.distribution) {
    case 'uniform':
      return (u) => 2 * u - 1
    case 'normal':
      return normalQuantile
    case 'pareto':
      return pareto
    case 'paretonormal':
      return paretoNormal()
    case 'exponential':
      return (u) => -Math.log(Math.max(1 - u, SHARE_LEFT_MIN)) - 1
    case 'table':
      return tableQuantile(settings.table)
  }
}

type DelaySettings = Pick<LinkSettings, 'delay_ms' | 'jitter_ms' | 'distribution' | 'table'>

/** The delay, in ms, that a share `u` of a link's frames stays below; never negative. */
export function delayQuantile(settings: DelaySettings): Quantile {
  const { delay_ms, jitter_ms } = settings
  if (jitter_ms === 0) return () => delay_ms
  const jitter = jitterQuantile(settings)
  return (u) => Math.max(0, delay_ms + jitter_ms * jitter(u))
}

/** Correlated draws may round to 1. */
const SHARE_LEFT_MIN = 2 ** -53

const PARETO_EXPONENT = 3
/** The tail beyond this share is folded onto its edge: netem's tables end at 4 (of its units, 4/3 · (x − 3/2)). */
const PARETO_TAIL = 4.5 ** -PARETO_EXPONENT
const PARETO_MEAN = 1.5 - 0.5 * PARETO_TAIL ** (2 / 3)
const PARETO_SD = Math.sqrt(3 - 2 * PARETO_TAIL ** (1 / 3) - PARETO_MEAN ** 2)

function pareto(u: number): number {
  const value = Math.max(1 - u, PARETO_TAIL) ** (-1 / PARETO_EXPONENT)
  return (value - PARETO_MEAN) / PARETO_SD
}

const paretoNormalRaw: Quantile = (u) => 0.25 * normalQuantile(u) + 0.75 * pareto(u)
let pareto_normal_sd: number | null = null

/** Scaled when the first link asks for it: it takes a tenth of a second, and every process starts with this module. */
function paretoNormal(): Quantile {
  const sd = (pareto_normal_sd ??= standardDeviation(paretoNormalRaw))
  return (u) => paretoNormalRaw(u) / sd
}

/** Linear between the given quantiles; the first and the last one hold for what lies beyond them. An empty table has no spread. */
function tableQuantile(table: LinkSettings['table']): Quantile {
  const points = table.map((entry, at) =>
    typeof entry === 'number' ? { share: at / (table.length - 1), value: entry } : entryOf(entry)
  )
  if (points.length < 2) return () => points[0]?.value ?? 0
  const shares = points.map(({ share }) => share)
  return (u) => {
    const above = firstAbove(shares, u)
    if (above === 0) return points[0]!.value
    if (above === points.length) return points.at(-1)!.value
    const from = points[above - 1]!
    const to = points[above]!
    return from.value + ((to.value - from.value) * (u - from.share)) / (to.share - from.share)
  }
}

function entryOf([share, value]: readonly [number, number]): { share: number; value: number } {
  return { share, value }
}

/** The place of the first of these ascending numbers that is above `u`; their count when none is. */
function firstAbove(ascending: readonly number[], u: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ascending[middle]! > u) high = middle
    else low = middle + 1
  }
  return low
}

/** Of a shape with mean 0, by the midpoint rule. */
function standardDeviation(quantile: Quantile): number {
  const steps = 100_000
  let squares = 0
  for (let i = 0; i < steps; i++) squares += quantile((i + 0.5) / steps) ** 2
  return Math.sqrt(squares / steps)
}
