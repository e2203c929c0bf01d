import type { NodeId } from '../../../src-shared/ids'
import type { Updates } from '../../../src-shared/protocols/numbered-updates/facts'
import type { Vector } from './origins'
import { countOf, joinVectors, nameOfOrigin } from './origins'
import { rememberIn } from './bounded'

/** Which node has how many of whose updates on its disk, so that it is known what goes when a disk goes. */
export class Holders {
  private readonly had = new Map<NodeId, Vector>()
  /** The newest updates by the operation that they carry, as `client:op`. */
  private readonly updates = new Map<string, { readonly origin: string; readonly n: number }>()

  constructor(private readonly nodes: readonly NodeId[]) {}

  /** Takes note of what the node has now. Operations that it alone had and no longer has, as far as they are remembered. */
  observe({ node, data: { updates, seen } }: Updates): string[] {
    for (const { origin, n, operation } of updates) rememberIn(this.updates, operation, { origin, n })
    const before = this.had.get(node)
    this.had.set(node, seen)
    // Of nodes that have said nothing it is not known what they hold.
    if (before === undefined || this.had.size < this.nodes.length) return []
    if (before.every((count, origin) => count <= countOf(seen, origin))) return []
    const held = [...this.had.values()].reduce(joinVectors)
    const lost = new Map(
      before.map((count, origin) => [nameOfOrigin(origin, this.nodes), [countOf(held, origin), count] as const])
    )
    return [...this.updates]
      .filter(([, { origin, n }]) => {
        const [kept, had] = lost.get(origin) ?? [0, 0]
        return kept < n && n <= had
      })
      .map(([operation]) => operation)
  }

  /** Events were missed. */
  forget(): void {
    this.had.clear()
  }
}
