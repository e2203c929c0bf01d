/** What each node has told of the rows on its disk. */
import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { RowsReleased, Versions } from '../../../../src-shared/protocols/quorum/facts'
import type { VersionMark } from '../../../../src-shared/protocols/quorum/facts'

/** Keys remembered for each node; others are not watched. */
const KEYS_MAX = 20_000

/** What a node had for a key before and has after an event. */
export interface RowChange {
  readonly node: NodeId
  readonly key: string
  readonly before: readonly VersionMark[]
  readonly after: readonly VersionMark[]
  /** The event that told of `before`. */
  readonly reported_by: number
}

/** What {@link Disks} has to be told of. */
export const DISKS_READS = ['gap', 'node-started', Versions.name, RowsReleased.name]

export class Disks {
  private readonly generations = new Map<NodeId, number>()
  private readonly nodes = new Map<NodeId, Map<string, { readonly versions: readonly VersionMark[]; readonly seq: number }>>()

  /** Keys that each node is about to keep no more, since other nodes do. */
  private readonly released = new Map<NodeId, Set<string>>()

  /** Takes the event in; answers how it changes what was known of the node's disk. Nothing is known after a gap. */
  observe(event: LabEvent): RowChange[] {
    if (event.kind === 'gap') this.nodes.clear()
    if (event.kind === 'node-started') this.started(event)
    if (RowsReleased.is(event))
      this.released.set(event.node, new Set([...(this.released.get(event.node) ?? []), ...event.data.keys]))
    return Versions.is(event) ? this.changes(event) : []
  }

  /** A node whose disk was lost, or replaced by an older copy, has another disk. */
  private started({ node, generation = 0 }: EventOf<'node-started'>): void {
    if (generation !== (this.generations.get(node) ?? 0)) this.nodes.delete(node)
    this.generations.set(node, generation)
  }

  private changes({ node, data: { rows, all }, seq }: Versions): RowChange[] {
    const known = this.nodes.get(node) ?? new Map<string, { versions: readonly VersionMark[]; seq: number }>()
    this.nodes.set(node, known)
    const told = new Set(rows.map(({ key }) => key))
    const lost = all ? [...known.keys()].filter((key) => !told.has(key)).map((key) => ({ key, versions: [] })) : []
    return [...rows, ...lost].flatMap(({ key, versions }) => {
      const last = known.get(key)
      if (last === undefined && known.size >= KEYS_MAX) return []
      if (versions.length > 0) known.set(key, { versions, seq })
      else known.delete(key)
      if (versions.length === 0 && this.released.get(node)?.delete(key)) return []
      return [{ node, key, before: last?.versions ?? [], after: versions, reported_by: last?.seq ?? seq }]
    })
  }
}
