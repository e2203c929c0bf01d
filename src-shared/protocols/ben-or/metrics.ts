/** How many rounds decisions take. */
import { percentileOf } from '../../folds/histogram'
import { isWithin, metricsPerSpan } from '../../metrics/metric'
import type { Metrics } from '../../metrics/metric'
import { BitDecided, BitReported } from './facts'

interface Counts {
  /** Of each instance, in the order of its decision: the round in which the first node decided. */
  readonly rounds: number[]
  last: number
  coins: number
}

export const roundMetrics = metricsPerSpan({
  descriptions: [
    { name: 'instances.decided', title: 'Instances decided', unit: '' },
    { name: 'rounds.mean', title: 'Rounds until the first node decides, mean', unit: '' },
    { name: 'rounds.p50', title: 'Rounds until the first node decides, median', unit: '' },
    { name: 'rounds.p90', title: 'Rounds until the first node decides, 90th percentile', unit: '' },
    { name: 'rounds.most', title: 'Rounds until the first node decides, most', unit: '' },
    { name: 'coins.flipped', title: 'Coins flipped', unit: '' }
  ],
  reads: [BitReported.name, BitDecided.name],
  create: (): Counts => ({ rounds: [], last: 0, coins: 0 }),
  fold(counts, event, span) {
    if (event.kind !== 'fact' || !isWithin(event.t, span)) return
    if (BitReported.is(event)) {
      if (event.data.source === 'coin') counts.coins++
    } else if (BitDecided.is(event)) {
      const { instance, round } = event.data
      if (round === null || instance <= counts.last) return
      counts.last = instance
      counts.rounds.push(round)
    }
  },
  figures: ({ rounds, coins }): Metrics => ({ 'instances.decided': rounds.length, ...figuresOf(rounds), 'coins.flipped': coins })
})

function figuresOf(rounds: readonly number[]): Metrics {
  if (rounds.length === 0) return {}
  return {
    'rounds.mean': rounds.reduce((sum, one) => sum + one, 0) / rounds.length,
    'rounds.p50': percentileOf(rounds, 0.5)!,
    'rounds.p90': percentileOf(rounds, 0.9)!,
    'rounds.most': Math.max(...rounds)
  }
}
