import type { EventOf } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'

/** Which disk each node had at its last start. */
export class Disks {
  private readonly generations = new Map<NodeId, number>()

  /** Whether the node starts with another disk than before: it was lost, or replaced by an older copy. */
  isAnother({ node, generation = 0 }: EventOf<'node-started'>): boolean {
    const before = this.generations.get(node) ?? 0
    this.generations.set(node, generation)
    return generation > before
  }
}
