import { keeps } from './placement'
import type { QuorumState } from './state'

/** The ranges of which this node keeps a copy. */
export function ownRanges({ slot, settings, nodes }: QuorumState): number[] {
  return nodes.map((_, range) => range).filter((range) => keeps(slot, range, settings.replicas, nodes.length))
}
