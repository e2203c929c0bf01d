import type { LabEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import { Versions } from '../../../src-shared/protocols/quorum/facts'
import type { RowMark, VersionMark } from '../../../src-shared/protocols/quorum/facts'

/** Of one node; those changed longest ago go first. */
const ROWS_MAX = 500

/** What nodes that keep versions of keys have on their disks, as they tell it. */
export class StoredRows {
  private readonly nodes = new Map<NodeId, Map<string, RowMark>>()

  observe(event: LabEvent): void {
    if (!Versions.is(event)) return
    const { rows: told, all } = event.data
    const known = this.nodes.get(event.node)
    const rows = known === undefined || all ? new Map<string, RowMark>() : known
    for (const row of told) {
      rows.delete(row.key)
      if (row.versions.length > 0) rows.set(row.key, Object.freeze(row))
      if (rows.size > ROWS_MAX) rows.delete(rows.keys().next().value!)
    }
    this.nodes.set(event.node, rows)
  }

  /** Rows of a node, the one that changed last at the end. */
  of(node: NodeId): RowMark[] {
    return [...(this.nodes.get(node)?.values() ?? [])]
  }

  /** Keys of which the node keeps several versions, none of which replaces another. */
  siblingsOf(node: NodeId): RowMark[] {
    return this.of(node).filter(({ versions }) => versions.length > 1)
  }

  /** Lets go of all rows: what changed them is no longer known. */
  forget(): void {
    this.nodes.clear()
  }
}

/** `[1,0,2]`, the version's vector clock in the run's node order; where versions have none, the time of its coordinator's clock. */
export function versionText({ seen, slot, count, at_us }: VersionMark): string {
  if (seen.length === 0) return `${(at_us / 1e6).toFixed(3)} s`
  const length = Math.max(seen.length, slot + 1)
  return `[${Array.from({ length }, (_, at) => Math.max(seen[at] ?? 0, at === slot ? count : 0)).join(',')}]`
}
