/** What was measured of stale reads beside what the links' delays make WARS predict. */
import type { ClusterFold } from '../../../folds/cluster'
import type { NodeId } from '../../../ids'
import { linkId } from '../../../ids'
import type { ShareEstimate } from '../../../metrics/wilson'
import { wilson } from '../../../metrics/wilson'
import type { Quantile } from '../../../network/distributions'
import { delayQuantile } from '../../../network/distributions'
import type { ReadKind, StalenessState } from './fold'
import { binSpan_ms } from './fold'
import type { SettingsOf } from './link-settings'
import { settingsNow } from './link-settings'
import type { StalenessPrediction, WarsCase } from './wars'
import { predictStaleness, staleShareAt } from './wars'

export const PREDICTION_SEED = 1
/** Points of a bin over which the prediction is averaged. */
const POINTS_PER_BIN = 5

/** Reads of one span of times after the write. */
export interface StalenessBin {
  readonly from_ms: number
  readonly to_ms: number
  readonly reads: number
  readonly measured: ShareEstimate
  /** Mean over the bin; null: there is no prediction. */
  readonly predicted: ShareEstimate | null
}

/** N, R and W as the cluster runs with them. */
export function quorumSizes({ parameters }: ClusterFold): { n: number; r: number; w: number } {
  const n = Number(parameters['replicas'])
  return { n, r: Math.min(n, Number(parameters['read_quorum'])), w: Math.min(n, Number(parameters['write_quorum'])) }
}

/** What WARS says of the reads that were made, from the delays of the links that they took. Null: it is not known which. */
export function predictionOf(state: StalenessState, cluster: ClusterFold, samples: number): StalenessPrediction | null {
  const { r, w } = quorumSizes(cluster)
  const delay_ms = delaysOf(settingsNow(state, cluster))
  const cases = [...state.kinds.values()].map((kind) => caseOf(kind, delay_ms))
  return cases.length === 0 ? null : predictStaleness({ cases, r, w, samples, seed: PREDICTION_SEED })
}

function caseOf({ written_by, read_by, replicas, reads }: ReadKind, delay_ms: (from: NodeId, to: NodeId) => Quantile): WarsCase {
  return {
    weight: reads,
    replicas: replicas.map((replica) => ({
      write_ms: delay_ms(written_by, replica),
      acknowledgement_ms: delay_ms(replica, written_by),
      read_ms: delay_ms(read_by, replica),
      answer_ms: delay_ms(replica, read_by)
    }))
  }
}

/** One-way delays by link; a coordinator's own copy is at hand. */
function delaysOf(settingsOf: SettingsOf): (from: NodeId, to: NodeId) => Quantile {
  const known = new Map<string, Quantile>()
  return (from, to) => {
    const id = linkId(from, to)
    const delay_ms = known.get(id) ?? (from === to ? () => 0 : delayQuantile(settingsOf(id)))
    known.set(id, delay_ms)
    return delay_ms
  }
}

/** In the order of time. */
export function stalenessBins({ bins }: StalenessState, prediction: StalenessPrediction | null): StalenessBin[] {
  const ordered = [...bins].sort(([a], [b]) => a - b)
  return ordered.map(([number, { reads, stale }]) => {
    const span = binSpan_ms(number)
    return { ...span, reads, measured: wilson(stale, reads)!, predicted: prediction && meanWithin(prediction, span) }
  })
}

function meanWithin(prediction: StalenessPrediction, { from_ms, to_ms }: { from_ms: number; to_ms: number }): ShareEstimate {
  const width_ms = (to_ms - from_ms) / POINTS_PER_BIN
  const points = Array.from({ length: POINTS_PER_BIN }, (_, i) => staleShareAt(prediction, from_ms + (i + 0.5) * width_ms))
  const mean = (part: keyof ShareEstimate) => points.reduce((sum, point) => sum + point[part], 0) / POINTS_PER_BIN
  return { share: mean('share'), low: mean('low'), high: mean('high') }
}
