import type { QuorumState } from './state'

/** The ranges of which this node keeps a copy. */
export function ownRanges({ id, placement }: QuorumState): number[] {
  return placement.replicas.flatMap((replicas, range) => (replicas.includes(id) ? [range] : []))
}
