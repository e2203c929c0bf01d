/** Stale reads by time after the write, measured and predicted; which versions reads missed. */
import { isWithin, metricsPerSpan } from '../../../metrics/metric'
import type { Metrics } from '../../../metrics/metric'
import type { StalenessBin } from './comparison'
import { predictionOf, stalenessBins } from './comparison'
import type { StalenessState } from './fold'
import { newStaleness, observeStaleness, STALENESS_READS } from './fold'
import type { StalenessPrediction } from './wars'
import { freshAfter } from './wars'

const SAMPLES = 50_000
/** The share of stale reads from which on a key counts as settled. */
const SETTLED = 0.001
/** Misses of so many versions have a figure of their own. */
const MISSED = [1, 2, 3, 4, 5] as const

/** Reads count by when they were answered, if it is known which write of their key was the newest. */
export const stalenessMetrics = metricsPerSpan<StalenessState>({
  descriptions: [
    { name: 'staleness.reads', title: 'Reads of keys of which the newest acknowledged write is known', unit: '' },
    { name: 'staleness.stale_percent', title: 'Of these, reads that missed that write', unit: '%' },
    ...MISSED.map((k) => ({
      name: `staleness.missed_${k}_percent`,
      title: `Reads that missed the newest ${k === 1 ? 'version' : `${k} versions`} of their key`,
      unit: '%'
    })),
    { name: 'staleness.fresh_999_ms', title: 'Time after a write from which on 99.9 % of reads have it, measured', unit: 'ms' },
    { name: 'wars.fresh_999_ms', title: 'Time after a write from which on 99.9 % of reads have it, by WARS', unit: 'ms' },
    { name: 'wars.stale_percent', title: 'Stale reads that WARS predicts for the times at which reads were made', unit: '%' },
    {
      name: 'wars.error_percent',
      title: 'Measured share of stale reads off WARS, root mean square until 99.9 % are fresh',
      unit: 'points'
    },
    {
      name: 'wars.within_percent',
      title: 'Times after the write at which WARS lies within the measured 95 % interval',
      unit: '%'
    }
  ],
  reads: STALENESS_READS,
  create: newStaleness,
  fold: (state, event, span, { cluster }) => observeStaleness(state, event, cluster, isWithin(event.t, span)),
  figures(state, _span, { cluster }) {
    if (state.reads === 0) return {}
    const prediction = predictionOf(state, cluster, SAMPLES)
    const bins = stalenessBins(state, prediction)
    return {
      'staleness.reads': state.reads,
      'staleness.stale_percent': missedPercent(state, 1),
      ...Object.fromEntries(MISSED.map((k) => [`staleness.missed_${k}_percent`, missedPercent(state, k)])),
      'staleness.fresh_999_ms': measuredFreshAfter_ms(bins),
      ...(prediction && predictedFigures(bins, prediction))
    }
  }
})

/** Reads that missed `k` versions or more. */
function missedPercent({ versions_behind, reads }: StalenessState, k: number): number {
  return (100 * versions_behind.slice(k).reduce((sum, count) => sum + count, 0)) / reads
}

/** The end of the last span of times at which more than 0.1 % are stale, as far as its interval tells. */
function measuredFreshAfter_ms(bins: readonly StalenessBin[]): number {
  return bins.filter(({ measured }) => measured.low > SETTLED).at(-1)?.to_ms ?? 0
}

function predictedFigures(bins: readonly StalenessBin[], prediction: StalenessPrediction): Metrics {
  const settled_ms = freshAfter(prediction, 1 - SETTLED).ms
  const moving = bins.filter(({ from_ms }) => from_ms <= settled_ms)
  const readsOf = (some: readonly StalenessBin[]) => some.reduce((sum, { reads }) => sum + reads, 0)
  const squares = moving.reduce(
    (sum, { reads, measured, predicted }) => sum + reads * (measured.share - predicted!.share) ** 2,
    0
  )
  const within = moving.filter(({ measured, predicted }) => predicted!.high >= measured.low && predicted!.low <= measured.high)
  const stale = bins.reduce((sum, { reads, predicted }) => sum + reads * predicted!.share, 0)
  return {
    'wars.fresh_999_ms': settled_ms,
    'wars.stale_percent': (100 * stale) / readsOf(bins),
    ...(moving.length > 0 && {
      'wars.error_percent': 100 * Math.sqrt(squares / readsOf(moving)),
      'wars.within_percent': (100 * within.length) / moving.length
    })
  }
}
