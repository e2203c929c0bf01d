/** How long a cluster is without a leader after its death, by the range of election timeouts: the Raft paper's figure 16. */
import { percentileOf } from '../folds/histogram'

export const PERCENTILES = ['p50', 'p90', 'p99', 'max'] as const
export type Percentile = (typeof PERCENTILES)[number]
/** In ms. */
export type ElectionFigures = Readonly<Record<Percentile, number>>

/** Timeouts are drawn between the two bounds. `paper`: what the authors of Raft measured. */
export interface TimeoutRange {
  readonly id: string
  readonly lowest_ms: number
  readonly highest_ms: number
  readonly paper: ElectionFigures
}

/** Ongaro and Ousterhout 2014, figure 16: five servers, broadcast time about 15 ms, 1,000 elections each. */
export const TIMEOUT_RANGES: readonly TimeoutRange[] = [
  range(25, 50, { p50: 43, p90: 74, p99: 119, max: 276 }),
  range(50, 100, { p50: 67, p90: 96, p99: 169, max: 253 }),
  range(100, 200, { p50: 120, p90: 166, p99: 277, max: 335 }),
  range(150, 155, { p50: 287, p90: 609, p99: 1243, max: 2144 }),
  range(150, 175, { p50: 141, p90: 291, p99: 467, max: 610 }),
  range(150, 200, { p50: 147, p90: 194, p99: 352, max: 513 }),
  range(150, 300, { p50: 171, p90: 244, p99: 415, max: 603 })
]

/** How far a median and a 90th percentile may be off the paper's, as a share of it. */
export const TOLERANCES = { p50: 0.15, p90: 0.25 } as const

/** One death of a leader, in ms from the moment at which it was killed. */
export interface Election {
  /** Until the first candidate. */
  readonly detected_ms: number
  /** Until the next leader. */
  readonly elected_ms: number
}

/** Some elections under one range. */
export interface ElectionBatch {
  readonly range: string
  readonly elections: readonly Election[]
  /** Trials that do not count: the logs or the leader were not as they should be, or nobody was elected in time. */
  readonly void_count: number
  /** The scenario of the first one, which anybody can run. */
  readonly scenario: string
  readonly seed: number
}

/** `batches`: those that are done; `total`: how many there will be. */
export interface ElectionStudy {
  readonly batches: readonly ElectionBatch[]
  readonly total: number
}

/** All elections under the range so far. */
export function electionsUnder({ batches }: Pick<ElectionStudy, 'batches'>, range_id: string): readonly Election[] {
  return batches.flatMap((batch) => (batch.range === range_id ? batch.elections : []))
}

/** Of times in ms; null: there are none. */
export function figuresOf(times_ms: readonly number[]): ElectionFigures | null {
  if (times_ms.length === 0) return null
  const at = (share: number) => percentileOf(times_ms, share)!
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) }
}

/** Whether median and 90th percentile are as near to the paper's as they should be. */
export function agreesWithPaper({ paper }: TimeoutRange, figures: ElectionFigures): boolean {
  const near = (name: 'p50' | 'p90') => Math.abs(figures[name] - paper[name]) <= TOLERANCES[name] * paper[name]
  return near('p50') && near('p90')
}

/** As "150–300 ms". */
export function rangeText({ lowest_ms, highest_ms }: Pick<TimeoutRange, 'lowest_ms' | 'highest_ms'>): string {
  return `${lowest_ms}–${highest_ms} ms`
}

function range(lowest_ms: number, highest_ms: number, paper: ElectionFigures): TimeoutRange {
  return { id: `${lowest_ms}-${highest_ms}`, lowest_ms, highest_ms, paper }
}
