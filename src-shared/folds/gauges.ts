/** Everything that nodes sampled of themselves, over time. */
import type { LabEvent } from '../events'
import type { NodeId } from '../ids'
import { TimeBuckets } from './time-buckets'

/** The newest sample within a step of time: all gauges of the node at once, by name. */
export interface GaugeSample {
  t_us: number
  /** null: the process went away. */
  values: Readonly<Record<string, number>> | null
}

export interface GaugesFold {
  readonly nodes: Map<NodeId, TimeBuckets<GaugeSample>>
}

export function createGaugesFold(): GaugesFold {
  return { nodes: new Map() }
}

export function foldGauges(fold: GaugesFold, event: LabEvent): void {
  // Frozen, so that copies of the fold share it.
  if (event.kind === 'sample') return record(fold, event.node, { t_us: event.t, values: Object.freeze(event.values) })
  if (event.kind === 'node-exited' && fold.nodes.has(event.node)) record(fold, event.node, { t_us: event.t, values: null })
}

function record(fold: GaugesFold, node: NodeId, sample: GaugeSample): void {
  let samples = fold.nodes.get(node)
  if (samples === undefined) fold.nodes.set(node, (samples = new TimeBuckets(none, keepNewest)))
  keepNewest(samples.at(sample.t_us), sample)
}

function none(): GaugeSample {
  return { t_us: -1, values: null }
}

function keepNewest(into: GaugeSample, other: GaugeSample): void {
  if (other.t_us < into.t_us) return
  into.t_us = other.t_us
  into.values = other.values
}
