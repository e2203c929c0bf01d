/** What each node has told of the hints on its disk. */
import type { EventOf, VersionMark } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'

/** Hints remembered for each node, the present ones and those that are gone; beyond it the oldest is forgotten. */
const HINTS_MAX = 20_000

export class HintDisks {
  private readonly nodes = new Map<NodeId, Map<string, readonly VersionMark[]>>()

  observe({ node, hints, all }: EventOf<'hints'>): void {
    const known = this.nodes.get(node) ?? new Map<string, readonly VersionMark[]>()
    this.nodes.set(node, known)
    // What a restart does not tell of any more was there once, and may have been handed over.
    if (all) for (const name of known.keys()) known.set(name, [])
    for (const { to, key, versions } of hints) {
      known.delete(nameOf(to, key))
      known.set(nameOf(to, key), versions)
      if (known.size > HINTS_MAX) known.delete(known.keys().next().value!)
    }
  }

  /** Undefined: the node has never told of such a hint; empty: it is gone. */
  row(node: NodeId, to: NodeId, key: string): readonly VersionMark[] | undefined {
    return this.nodes.get(node)?.get(nameOf(to, key))
  }
}

function nameOf(to: NodeId, key: string): string {
  return `${to} ${key}`
}
