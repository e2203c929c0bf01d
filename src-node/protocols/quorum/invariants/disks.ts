/** What each node has told of the rows on its disk. */
import type { EventOf, VersionMark } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'

/** Keys remembered for each node; others are not watched. */
const KEYS_MAX = 20_000

/** What a node had for a key before and has after an event. */
export interface RowChange {
  readonly key: string
  readonly before: readonly VersionMark[]
  readonly after: readonly VersionMark[]
  /** The event that told of `before`. */
  readonly told_by: number
}

export class Disks {
  private readonly nodes = new Map<NodeId, Map<string, { readonly versions: readonly VersionMark[]; readonly seq: number }>>()

  /** Takes the event in; answers how it changes what was known of the node's disk. */
  observe({ node, rows, all, seq }: EventOf<'versions'>): RowChange[] {
    const known = this.nodes.get(node) ?? new Map<string, { versions: readonly VersionMark[]; seq: number }>()
    this.nodes.set(node, known)
    const told = new Set(rows.map(({ key }) => key))
    const lost = all ? [...known.keys()].filter((key) => !told.has(key)).map((key) => ({ key, versions: [] })) : []
    return [...rows, ...lost].flatMap(({ key, versions }) => {
      const last = known.get(key)
      if (last === undefined && known.size >= KEYS_MAX) return []
      known.set(key, { versions, seq })
      return [{ key, before: last?.versions ?? [], after: versions, told_by: last?.seq ?? seq }]
    })
  }

  /** Undefined: the node has never told of the key. */
  row(node: NodeId, key: string): readonly VersionMark[] | undefined {
    return this.nodes.get(node)?.get(key)?.versions
  }
}
