/** What events tell of versions: everything but their values. */
import type { RowMark, VersionMark } from '../../../src-shared/events'
import type { Row, Version } from './version'

export function markOf({ operation, at_us, slot, count, seen, value }: Version): VersionMark {
  return { operation, at_us, slot, count, seen, deleted: value === null }
}

export function rowMark(key: string, row: Row): RowMark {
  return { key, versions: row.map(markOf) }
}
