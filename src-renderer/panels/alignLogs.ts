import type { LogCell } from '../../src-shared/panels/holdings'

export interface AlignedLog {
  readonly node: string
  /** One for each index; null: nothing there, or not known. */
  readonly cells: readonly { readonly cell: LogCell | null; readonly differs: boolean }[]
  /** Where the log ends, where that is not among the indexes; null: it is, or the log is empty. */
  readonly end: number | null
}

/** Entries of others after the node's own last one that are shown. */
const BEYOND_MAX = 3

/** Ends of logs beside each other, by index, the node's own first. What differs from it is marked: a matching prefix stands out. */
export function alignLogs(
  logs: ReadonlyMap<string, readonly LogCell[]>,
  own: string,
  columns: number
): { readonly indexes: readonly number[]; readonly rows: readonly AlignedLog[] } {
  const ends = [...logs.values()].map((cells) => cells.at(-1)?.index ?? 0)
  const own_end = logs.get(own)?.at(-1)?.index ?? 0
  const last = own_end === 0 ? Math.max(0, ...ends) : Math.min(Math.max(0, ...ends), own_end + BEYOND_MAX)
  const first = Math.max(1, last - columns + 1)
  const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
  const own_cells = new Map(logs.get(own)?.map((cell) => [cell.index, cell]))
  const rows = [own, ...[...logs.keys()].filter((node) => node !== own)].map((node): AlignedLog => {
    const cells = new Map(logs.get(node)?.map((cell) => [cell.index, cell]))
    const end = logs.get(node)?.at(-1)?.index ?? 0
    return {
      node,
      cells: indexes.map((index) => {
        const cell = cells.get(index) ?? null
        const own_cell = own_cells.get(index)
        return { cell, differs: cell !== null && own_cell !== undefined && identityOf(own_cell) !== identityOf(cell) }
      }),
      end: end > 0 && (end < first || end > last) ? end : null
    }
  })
  return { indexes, rows }
}

function identityOf({ term, identity = term }: LogCell): number {
  return identity
}
