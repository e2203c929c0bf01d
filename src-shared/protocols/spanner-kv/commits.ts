/** The last writes: when they were stamped, replicated and answered. */
import { declareFold } from '../../folds/declared'
import { Ring } from '../../folds/ring'
import { toSeconds } from '../../folds/table'
import type { Table } from '../../folds/table'
import { CommitWaited } from './facts'

export interface CommitsFold {
  readonly recent: Ring<CommitWaited>
}

const RECENT_MAX = 2_000

export const commitsFold = declareFold<CommitsFold>({
  create: () => ({ recent: new Ring(RECENT_MAX) }),
  reads: [CommitWaited.name],
  observe({ recent }, event) {
    if (CommitWaited.is(event)) recent.push(event)
  },
  tables: (fold) => [commitsTable(fold)]
})

/** The newest write of all groups; null: none was answered. */
export function newestCommit({ recent }: CommitsFold): CommitWaited | null {
  return recent.at(-1) ?? null
}

/** When the write was stamped, by true time. */
export function stampedAt({ t, data }: CommitWaited): number {
  return t - data.whole_ms * 1000
}

function commitsTable({ recent }: CommitsFold): Table {
  return {
    name: 'commits',
    title: 'Commit waits',
    columns: ['answered_s', 'node', 'group', 'operation', 'timestamp_s', 'epsilon_ms', 'wait_ms', 'replication_ms', 'whole_ms'],
    *rows() {
      for (const { t, node, group = '', data } of recent.toArray()) {
        const { operation, at_us, epsilon_ms, wait_ms, replication_ms, whole_ms } = data
        yield [toSeconds(t), node, group, operation, toSeconds(at_us), epsilon_ms, wait_ms, replication_ms, whole_ms]
      }
    }
  }
}
