/** Splits and merges as a list tells them, and why each was made. */
import type { RunFold } from '../../../folds/run'
import { changeText, rangeChangesFold } from '../range-changes'

/** More cannot be followed. */
const SHOWN_MAX = 12

export interface RangeRow {
  /** Its number: no other change has it. */
  readonly epoch: number
  readonly shard: number
  /** `split at "k150" into 4: 12 and 13 keys`. */
  readonly what: string
  readonly reason: string
}

export interface RangeRows {
  /** The newest first. */
  readonly shown: readonly RangeRow[]
  readonly more: number
}

export function rangeRows(run: RunFold): RangeRows {
  const changes = rangeChangesFold.of(run)?.changes.toArray() ?? []
  const newest = changes.slice(-SHOWN_MAX).reverse()
  const shown = newest.map((change) => {
    const { epoch, shard, reason } = change
    return { epoch, shard, what: changeText(change), reason }
  })
  return { shown, more: changes.length - shown.length }
}
