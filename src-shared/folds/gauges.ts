/** Everything that nodes sampled of themselves, over time. */
import type { LabEvent } from '../events'
import { keysOfNode, replicaKey } from '../replica'
import type { ReplicaKey } from '../replica'
import { TimeBuckets } from './time-buckets'

/** The newest sample within a step of time: all gauges of the replica at once, by name. */
export interface GaugeSample {
  t_us: number
  /** null: the process went away. */
  values: Readonly<Record<string, number>> | null
}

export interface GaugesFold {
  readonly replicas: Map<ReplicaKey, TimeBuckets<GaugeSample>>
}

export function createGaugesFold(): GaugesFold {
  return { replicas: new Map() }
}

export function foldGauges(fold: GaugesFold, event: LabEvent): void {
  // Frozen, so that copies of the fold share it.
  if (event.kind === 'sample') return record(fold, replicaKey(event), { t_us: event.t, values: Object.freeze(event.values) })
  if (event.kind === 'node-exited')
    for (const key of keysOfNode(fold.replicas.keys(), event.node)) record(fold, key, { t_us: event.t, values: null })
}

function record(fold: GaugesFold, key: ReplicaKey, sample: GaugeSample): void {
  let samples = fold.replicas.get(key)
  if (samples === undefined) fold.replicas.set(key, (samples = new TimeBuckets(none, keepNewest)))
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
