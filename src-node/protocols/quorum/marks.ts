/** What events tell of versions: everything but their values. */
import type { NodeId } from '../../../src-shared/ids'
import type { HintMark, RowMark, VersionMark } from '../../../src-shared/protocols/quorum/facts'
import type { Row, Version } from './version'

export function markOf({ operation, at_us, slot, count, seen, value }: Version): VersionMark {
  return { operation, at_us, slot, count, seen, deleted: value === null }
}

export function rowMark(key: string, row: Row): RowMark {
  return { key, versions: row.map(markOf) }
}

/** An empty row: the hint is gone. */
export function hintMark(to: NodeId, key: string, row: Row): HintMark {
  return { to, ...rowMark(key, row) }
}
