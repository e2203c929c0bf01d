import { hintCount } from './hints'
import type { QuorumState } from './state'
import { describeRow } from './version'

/** One line for logs, tests and the screen. */
export function describeState(state: QuorumState): string {
  const { store, open } = state
  const rows = [...store.rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, row]) => describeRow(key, row))
  return `hints=${hintCount(state)} open=${open.size} ${rows.join('; ') || 'nothing stored'}`
}
