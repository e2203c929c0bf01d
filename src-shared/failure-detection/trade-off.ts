/** What a detector would have made of heartbeats that did come: false alarms against the silence that it bears, for one threshold after the other. */
import type { GapDistribution } from './heartbeat-window'
import type { PhiSettings } from './phi'
import { silenceAt } from './phi'

/** A heartbeat that came after a gap, and what the gaps before it were like: what a detector knew meanwhile. */
export interface HeardGap {
  readonly gap_us: number
  readonly before: GapDistribution
}

export interface TradeOffPoint {
  /** A timeout in µs, or φ. */
  readonly threshold: number
  /** From the last heartbeat to the suspicion, mean. */
  readonly silence_us: number
  /** Suspicions that the heartbeat came after, for each minute of heartbeats of one peer. */
  readonly alarms_per_minute: number
}

const POINTS = 40
const PHI = { least: 0.25, most: 16 } as const
const MINUTE_US = 60e6

/** From the mean gap to just above the longest one. */
export function timeoutTradeOff(gaps: readonly HeardGap[]): TradeOffPoint[] {
  if (gaps.length === 0) return []
  const mean_us = gaps.reduce((sum, { gap_us }) => sum + gap_us, 0) / gaps.length
  const longest_us = gaps.reduce((most, { gap_us }) => Math.max(most, gap_us), 0)
  return tradeOff(gaps, geometric(mean_us, 1.01 * longest_us), (timeout_us) => timeout_us)
}

export function phiTradeOff(gaps: readonly HeardGap[], settings: PhiSettings): TradeOffPoint[] {
  return tradeOff(gaps, geometric(PHI.least, PHI.most), (threshold, { before }) => silenceAt(threshold, before, settings))
}

/** The shortest mean silence with no more false alarms than that; null: no threshold was high enough. */
export function silenceWithin(points: readonly TradeOffPoint[], alarms_per_minute: number): number | null {
  const silences_us = points.filter((point) => point.alarms_per_minute <= alarms_per_minute).map(({ silence_us }) => silence_us)
  return silences_us.length === 0 ? null : Math.min(...silences_us)
}

function tradeOff(
  gaps: readonly HeardGap[],
  thresholds: readonly number[],
  silenceOf: (threshold: number, gap: HeardGap) => number
): TradeOffPoint[] {
  const minutes = gaps.reduce((sum, { gap_us }) => sum + gap_us, 0) / MINUTE_US
  if (minutes === 0) return []
  return thresholds.map((threshold) => {
    let alarms = 0
    let sum_us = 0
    for (const gap of gaps) {
      const silence_us = silenceOf(threshold, gap)
      sum_us += silence_us
      if (gap.gap_us > silence_us) alarms++
    }
    return { threshold, silence_us: sum_us / gaps.length, alarms_per_minute: alarms / minutes }
  })
}

function geometric(from: number, to: number): number[] {
  return Array.from({ length: POINTS }, (_, at) => from * (to / from) ** (at / (POINTS - 1)))
}
