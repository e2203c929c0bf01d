/** The gaps that a node judges the silence of each member by, what φ takes them to be distributed like, and how long the silence is. */
import { shortNumber } from '../../charts/frame'
import { phiOf, silenceAt } from '../../failure-detection/phi'
import type { PhiSettings } from '../../failure-detection/phi'
import type { GapDistribution } from '../../failure-detection/heartbeat-window'
import { isUp } from '../../folds/cluster-reach'
import type { Ring } from '../../folds/ring'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { Distribution, DistributionBar, Distributions } from '../../panels/pictures'
import { counted } from '../../text/counted'
import type { Heard } from './detectors'
import { detectorsFold, pairName } from './detectors'
import { phiSettings, phiThreshold, phiWindow } from './phi-settings'

/** Members that have a picture. */
const MEMBERS_MAX = 16
/** Bars of the whole axis, and points of the curve for each. */
const BARS = 40
const POINTS_PER_BAR = 3
/** The curve is drawn so many standard deviations below its mean. */
const DEVIATIONS_DRAWN = 4
const PHI_MAX = 16

interface GapWindow {
  readonly peer: NodeId
  readonly gaps_us: readonly number[]
  readonly distribution: GapDistribution
  readonly silence_us: number
  readonly suspected_at_us: number
}

/** As the node holds them now; null: it is down, or has heard nobody twice. */
export function gapWindows(run: RunFold, node: NodeId): Distributions | null {
  const { cluster } = run
  const fold = detectorsFold.of(run)
  if (fold === null || !isUp(cluster, node)) return null
  const windows = [...cluster.nodes.keys()].flatMap((peer) => windowOf(run, peer, fold.heard.get(pairName(node, peer))) ?? [])
  if (windows.length === 0) return null
  const [from_us, to_us] = axisOf(windows)
  const shown = windows.slice(0, MEMBERS_MAX)
  const left = windows.length - shown.length
  return {
    from: from_us / 1000,
    to: to_us / 1000,
    shown: shown.map((window) => pictureOf(window, run, from_us, to_us)),
    more: left > 0 ? `and ${left} more` : null
  }
}

/** Null: there is no gap yet, or none in the peer's newest life. */
function windowOf({ cluster }: RunFold, peer: NodeId, heard: Ring<Heard> | undefined): GapWindow | null {
  const last = heard?.at(-1)
  if (heard === undefined || last === undefined || last.mean_us === null || last.deviation_us === null) return null
  const distribution = { mean_us: last.mean_us, deviation_us: last.deviation_us }
  const { parameters } = cluster
  return {
    peer,
    gaps_us: newestGaps(heard, phiWindow(parameters)),
    distribution,
    silence_us: Math.max(0, cluster.now_us - last.at_us),
    suspected_at_us: silenceAt(phiThreshold(parameters), distribution, phiSettings(parameters))
  }
}

/** Back to the first heartbeat of a life, whose gap nobody knows. */
function newestGaps(heard: Ring<Heard>, size_max: number): number[] {
  const gaps_us: number[] = []
  for (let at = 1; at <= heard.length && gaps_us.length < size_max; at++) {
    const { gap_us } = heard.at(-at)!
    if (gap_us === null) break
    gaps_us.push(gap_us)
  }
  return gaps_us
}

/** All that is drawn but for a silence that goes on and on, from and to a round number. */
function axisOf(windows: readonly GapWindow[]): readonly [from_us: number, to_us: number] {
  const least = Math.min(
    ...windows.flatMap(({ gaps_us, distribution: { mean_us, deviation_us } }) => [
      ...gaps_us,
      mean_us - DEVIATIONS_DRAWN * deviation_us
    ])
  )
  const most = Math.max(...windows.flatMap(({ gaps_us, suspected_at_us }) => [...gaps_us, suspected_at_us]))
  const step = 10 ** Math.floor(Math.log10(Math.max(1, most - least))) / 2
  return [Math.max(0, Math.floor(least / step) * step), (Math.floor(most / step) + 1) * step]
}

function pictureOf(window: GapWindow, { cluster }: RunFold, from_us: number, to_us: number): Distribution {
  const { peer, gaps_us, distribution, silence_us, suspected_at_us } = window
  const settings = phiSettings(cluster.parameters)
  const phi = phiOf(silence_us, distribution, settings)
  const { mean_us, deviation_us } = distribution
  const gaps = `${counted(gaps_us.length, 'gap')}, ${msText(mean_us)} ± ${msText(deviation_us)} ms`
  return {
    name: peer,
    bars: barsOf(gaps_us, from_us, to_us),
    curve: curveOf(window, settings, from_us, to_us),
    now: silence_us / 1000,
    threshold: suspected_at_us / 1000,
    standing: phi > PHI_MAX ? `φ over ${PHI_MAX}` : `φ ${phi.toFixed(1)}`,
    text: `${gaps}; silent for ${msText(silence_us)} ms, suspected from ${msText(suspected_at_us)} ms`,
    marked: silence_us >= suspected_at_us
  }
}

function barsOf(gaps_us: readonly number[], from_us: number, to_us: number): DistributionBar[] {
  const width_us = (to_us - from_us) / BARS
  const counts = new Array<number>(BARS).fill(0)
  for (const gap_us of gaps_us) counts[Math.min(BARS - 1, Math.floor((gap_us - from_us) / width_us))]!++
  return counts.flatMap((count, at) =>
    count === 0 ? [] : [{ from: (from_us + at * width_us) / 1000, to: (from_us + (at + 1) * width_us) / 1000, count }]
  )
}

/** Gaps that would come in a bar around each place, if they were as φ takes them to be: with its least deviation and its acceptable pause. */
function curveOf(
  { gaps_us, distribution }: GapWindow,
  settings: PhiSettings,
  from_us: number,
  to_us: number
): [number, number][] {
  const width_us = (to_us - from_us) / BARS
  const longer = (gap_us: number): number => 10 ** -phiOf(Math.max(0, gap_us), distribution, settings)
  return Array.from({ length: BARS * POINTS_PER_BAR + 1 }, (_, at): [number, number] => {
    const gap_us = from_us + (at * width_us) / POINTS_PER_BAR
    return [gap_us / 1000, (longer(gap_us - width_us / 2) - longer(gap_us + width_us / 2)) * gaps_us.length]
  })
}

function msText(us: number): string {
  return shortNumber(us / 1000)
}
