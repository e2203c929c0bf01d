/**
 * Tables 1 to 3 of Demers et al. 1987: rumours that are pushed, or pulled, among 1,000 sites, by the very protocol that scenarios run. Each cell is a mean over
 * rumours with its 95 % interval, beside the paper's.
 */
import { runRumours } from './gossip-rumours'
import type { Epidemic, Variant } from './gossip-rumours'
import type { BenchRow } from './row'

const SITES = 1_000
/** Simulated clusters for each line, each with its own seed and so many rumours one after the other. */
const CLUSTERS = 3
const RUMOURS = 20

type Figures = readonly [residue: number, traffic: number, t_ave: number, t_last: number]

interface PaperTable {
  readonly title: string
  readonly variant: Omit<Variant, 'k'>
  /** By k, from 1. */
  readonly lines: readonly Figures[]
}

const TABLES: readonly PaperTable[] = [
  {
    title: 'table 1, feedback and counter',
    variant: { direction: 'push', feedback: true, interest: 'counter' },
    lines: [
      [0.18, 1.7, 11.0, 16.8],
      [0.037, 3.3, 12.1, 16.9],
      [0.011, 4.5, 12.5, 17.4],
      [0.0036, 5.6, 12.7, 17.5],
      [0.0012, 6.7, 12.8, 17.7]
    ]
  },
  {
    title: 'table 2, blind and coin',
    variant: { direction: 'push', feedback: false, interest: 'coin' },
    lines: [
      [0.96, 0.04, 19, 38],
      [0.2, 1.6, 17, 33],
      [0.06, 2.8, 15, 32],
      [0.021, 3.9, 14.1, 32],
      [0.008, 4.9, 13.8, 32]
    ]
  },
  {
    title: 'table 3, pull, feedback and counter',
    variant: { direction: 'pull', feedback: true, interest: 'counter' },
    lines: [
      [0.031, 2.7, 9.97, 17.63],
      [0.00058, 4.49, 10.07, 15.39],
      [0.000004, 6.09, 10.08, 14.0]
    ]
  }
]

const FIGURES: readonly { readonly name: string; readonly unit: string; of(epidemic: Epidemic): number }[] = [
  { name: 'residue s', unit: '', of: ({ residue }) => residue },
  { name: 'traffic m', unit: 'updates/site', of: ({ traffic }) => traffic },
  { name: 't_ave', unit: 'rounds', of: ({ t_ave }) => t_ave },
  { name: 't_last', unit: 'rounds', of: ({ t_last }) => t_last }
]

export async function benchGossip(clusters = CLUSTERS): Promise<BenchRow[]> {
  return TABLES.flatMap(({ title, variant, lines }) =>
    lines.flatMap((paper, at) => {
      const k = at + 1
      const epidemics = Array.from({ length: clusters }, (_, seed) =>
        runRumours({ ...variant, k }, { sites: SITES, seed: seed + 1, rumours: RUMOURS })
      ).flat()
      return FIGURES.map(({ name, unit, of }, figure) => {
        const { mean, margin } = meanOf(epidemics.map(of))
        const baseline = { name: 'paper', median: paper[figure]! }
        return { name: `${title}, k = ${k}: ${name}`, unit, median: mean, low: mean - margin, high: mean + margin, baseline }
      })
    })
  )
}

/** The mean, and half its 95 % interval. */
function meanOf(values: readonly number[]): { readonly mean: number; readonly margin: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  return { mean, margin: 1.96 * Math.sqrt(variance / values.length) }
}
