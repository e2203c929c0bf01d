/** φ of every peer over time. */
import { shortNumber } from '../../charts/frame'
import { linesChart } from '../../charts/kinds/lines'
import type { Point } from '../../charts/points'
import { phiOf } from '../../failure-detection/phi'
import type { PhiSettings } from '../../failure-detection/phi'
import { isUp } from '../../folds/cluster-reach'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { Heard } from './detectors'
import { detectorsFold, pairName } from './detectors'
import { phiSettings, phiThreshold } from './phi-settings'

/** What is drawn of a silence that nobody believes in any more. */
const PHI_MAX = 16
/** Cells of the screen that have a point each. */
const STEP_US = 50_000

export const phiChart = linesChart({
  id: 'phi',
  title: 'φ',
  subtitle: `how surprising the silence of each member is to whom it surprises most; up to ${PHI_MAX}`,
  height_px: 150,
  least_px: 90,
  applies: (run) => detectorsFold.of(run)?.histories.has('phi') ?? false,
  has_data: (run) => (detectorsFold.of(run)?.heard.size ?? 0) > 0,
  text: shortNumber,
  missing: 'not known',
  threshold: ({ cluster }) => phiThreshold(cluster.parameters),
  points(run, { node }, { from_us, to_us }, stepOf) {
    const step_us = stepOf(STEP_US)
    const until_us = Math.min(to_us, run.cluster.now_us)
    const lines = heardOf(run, node)
    if (lines.length === 0) return null
    const settings = phiSettings(run.cluster.parameters)
    const points: Point[] = []
    for (let t_us = Math.ceil(from_us / step_us) * step_us; t_us <= until_us; t_us += step_us)
      points.push([t_us / 1e6, highestAt(lines, t_us, settings)])
    return points
  },
  empty: (values) => (values.length === 0 ? 'no heartbeats so far' : null)
})

/** φ of the peer to whom its silence is most surprising; null: nobody can tell. */
export function highestPhi(run: RunFold, peer: NodeId, t_us: number): number | null {
  return highestAt(heardOf(run, peer), t_us, phiSettings(run.cluster.parameters))
}

/** What each of those that run has heard of the peer. */
function heardOf(run: RunFold, peer: NodeId): (readonly Heard[])[] {
  const heard = detectorsFold.of(run)?.heard
  return [...run.cluster.nodes.keys()].flatMap((node) => {
    const ring = isUp(run.cluster, node) ? heard?.get(pairName(node, peer)) : undefined
    return ring === undefined ? [] : [ring.toArray()]
  })
}

function highestAt(lines: readonly (readonly Heard[])[], t_us: number, settings: PhiSettings): number | null {
  let highest: number | null = null
  for (const heard of lines) {
    const last = lastBefore(heard, t_us)
    if (last === null || last.mean_us === null || last.deviation_us === null) continue
    const phi = phiOf(t_us - last.at_us, { mean_us: last.mean_us, deviation_us: last.deviation_us }, settings)
    highest = Math.max(highest ?? 0, Math.min(PHI_MAX, phi))
  }
  return highest
}

/** By bisection: heartbeats come in the order of time. */
function lastBefore(heard: readonly Heard[], t_us: number): Heard | null {
  let [low, high] = [0, heard.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (heard[middle]!.at_us <= t_us) low = middle + 1
    else high = middle
  }
  return heard[low - 1] ?? null
}
