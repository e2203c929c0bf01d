/** How far each node's clocks are off, as it sampled them last. */
import type { ClusterFold, NodeState } from '../folds/cluster'
import type { NodeId } from '../ids'

export interface ClockStanding {
  readonly node: NodeId
  readonly process: NodeState['process']
  /** The node's own clock; null: it has not told yet. */
  readonly error_ms: number | null
  readonly drift_ppm: number
  /** The time that its protocol takes it to be, and how far that may be off as far as it knows; null: it keeps none, or has none yet. */
  readonly believed: { readonly error_ms: number; readonly bound_ms: number } | null
}

export function clockStandings({ nodes }: ClusterFold): ClockStanding[] {
  return [...nodes.values()].map(({ id, process, values, clock_drift_ppm }) => {
    const { clock_error_ms = null, believed_error_ms, clock_bound_ms } = values as Readonly<Record<string, number | undefined>>
    const is_kept = believed_error_ms !== undefined && clock_bound_ms !== undefined
    const believed = is_kept ? { error_ms: believed_error_ms, bound_ms: clock_bound_ms } : null
    return { node: id, process, error_ms: clock_error_ms, drift_ppm: clock_drift_ppm, believed }
  })
}
