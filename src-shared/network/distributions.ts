/**
 * Shapes of the jitter as quantile functions in units of `jitter_ms`: mean 0, and standard deviation 1 (uniform: half-width 1).
 * The shapes are those of netem's tables: Pareto has exponent 3 and ends where netem's does, paretonormal is one part normal to
 * three parts Pareto. Unlike those tables they are scaled so that the standard deviation really is the jitter.
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
    case 'table':
      return tableQuantile(settings.table)
  }
}

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

/** Linear between the given quantiles. An empty table has no spread. */
function tableQuantile(table: readonly number[]): Quantile {
  if (table.length < 2) return () => table[0] ?? 0
  return (u) => {
    const position = u * (table.length - 1)
    const index = Math.min(Math.floor(position), table.length - 2)
    const below = table[index]!
    return below + (table[index + 1]! - below) * (position - index)
  }
}

/** Of a shape with mean 0, by the midpoint rule. */
function standardDeviation(quantile: Quantile): number {
  const steps = 100_000
  let squares = 0
  for (let i = 0; i < steps; i++) squares += quantile((i + 0.5) / steps) ** 2
  return Math.sqrt(squares / steps)
}
