/** Reads over time: what they cost, and how stale they were. */
import { declareFold } from '../../../folds/declared'
import { Histogram } from '../../../folds/histogram'
import { TimeBuckets } from '../../../folds/time-buckets'
import type { ReadsTracker } from '../../../folds/reads-tracker'
import { newReadsTracker, trackReads } from '../../../folds/reads-tracker'

/** Reads answered within one step. */
export interface ReadsCell {
  reads: number
  requests: number
  /** Of those whose staleness is known. */
  staleness_us: Histogram
  /** The oldest copy that one was answered from; 0: none. */
  age_us: number
}

interface ReadsState {
  readonly tracker: ReadsTracker
  readonly buckets: TimeBuckets<ReadsCell>
  /** Some read was answered from a copy, or stale. */
  any_behind: boolean
}

export const readsFold = declareFold<ReadsState>({
  create: () => ({ tracker: newReadsTracker(), buckets: new TimeBuckets(emptyCell, addCell), any_behind: false }),
  reads: ['invoke', 'attempt', 'ok', 'fail', 'info'],
  observe(state, event) {
    const read = trackReads(state.tracker, event)
    if (read === null) return
    const cell = state.buckets.at(event.t)
    cell.reads++
    cell.requests += read.requests
    cell.age_us = Math.max(cell.age_us, read.copy?.age_us ?? 0)
    if (read.staleness_us !== null) cell.staleness_us.add(read.staleness_us)
    if (read.copy || (read.staleness_us ?? 0) > 0) state.any_behind = true
  }
})

function emptyCell(): ReadsCell {
  return { reads: 0, requests: 0, staleness_us: new Histogram(), age_us: 0 }
}

function addCell(into: ReadsCell, later: ReadsCell): void {
  into.reads += later.reads
  into.requests += later.requests
  into.staleness_us.merge(later.staleness_us)
  into.age_us = Math.max(into.age_us, later.age_us)
}
