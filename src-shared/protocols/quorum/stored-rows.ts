/** What nodes that keep versions of keys have on their disks, as they tell it. */
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import { operationKey } from '../../folds/operations'
import type { NodeId } from '../../ids'
import { Versions } from './facts'
import type { RowMark, VersionMark } from './facts'

export interface StoredRowsFold {
  readonly nodes: Map<NodeId, Map<string, RowMark>>
  /** Values by the operation that wrote them: what nodes tell of their disks carries none. Oldest first. */
  readonly values: Map<string, string>
}

/** Of one node; those changed longest ago go first. */
const ROWS_MAX = 500
const VALUES_MAX = 20_000

export const storedRowsFold = declareFold<StoredRowsFold>({
  create: () => ({ nodes: new Map(), values: new Map() }),
  reads: ['invoke', Versions.name],
  observe: foldStoredRows,
  forget: ({ nodes }) => nodes.clear()
})

function foldStoredRows({ nodes, values }: StoredRowsFold, event: LabEvent): void {
  if (event.kind === 'invoke' && 'value' in event.operation && typeof event.operation.value === 'string') {
    values.set(operationKey(event), event.operation.value)
    if (values.size > VALUES_MAX) values.delete(values.keys().next().value!)
  }
  if (!Versions.is(event)) return
  const { rows: told, all } = event.data
  const known = nodes.get(event.node)
  const rows = known === undefined || all ? new Map<string, RowMark>() : known
  for (const row of told) {
    rows.delete(row.key)
    if (row.versions.length > 0) rows.set(row.key, Object.freeze(row))
    if (rows.size > ROWS_MAX) rows.delete(rows.keys().next().value!)
  }
  nodes.set(event.node, rows)
}

/** Rows of a node, the one that changed last at the end. */
export function rowsOf({ nodes }: StoredRowsFold, node: NodeId): RowMark[] {
  return [...(nodes.get(node)?.values() ?? [])]
}

/** Keys of which the node keeps several versions, none of which replaces another. */
export function siblingsOf(fold: StoredRowsFold, node: NodeId): RowMark[] {
  return rowsOf(fold, node).filter(({ versions }) => versions.length > 1)
}

/** `[1,0,2]`, the version's vector clock in the run's node order; where versions have none, the time of its coordinator's clock. */
export function versionText({ seen, slot, count, at_us }: VersionMark): string {
  if (seen.length === 0) return `${(at_us / 1e6).toFixed(3)} s`
  const length = Math.max(seen.length, slot + 1)
  return `[${Array.from({ length }, (_, at) => Math.max(seen[at] ?? 0, at === slot ? count : 0)).join(',')}]`
}
