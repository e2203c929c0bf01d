import type { RunFold } from '../../src-shared/folds/run'
import type { Holding, LogCell } from '../../src-shared/panels/holdings'
import type { ReplicaKey } from '../../src-shared/replica'

/** Cells shown: more would be cut off everywhere. */
const CELLS_SHOWN = 16

/** What `LogPanel` shows of a replica's log. */
export function logProps(
  { title, cells, before }: Extract<Holding, { kind: 'log' }>,
  run: RunFold,
  replica: ReplicaKey
): { readonly title: string; readonly cells: readonly LogCell[]; readonly before: string | null } {
  const all = cells(run, replica, CELLS_SHOWN + 1)
  return { title, cells: all.slice(-CELLS_SHOWN), before: all.length > CELLS_SHOWN ? '…' : before(run, replica) }
}
