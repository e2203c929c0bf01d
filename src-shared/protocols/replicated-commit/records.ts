/** Records of transactions, as the leaders of their groups have told of them. The newest are kept. */
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import { Ring } from '../../folds/ring'
import type { RunFold } from '../../folds/run'
import type { Table } from '../../folds/table'
import { toSeconds } from '../../folds/table'
import { transactionsFold } from '../transactions/transactions'
import { RecordWritten } from './facts'

export interface WrittenRecord {
  readonly transaction: string
  /** The group that keeps it. */
  readonly group: string
  readonly commit: boolean
  /** Who is to be told. */
  readonly participants: readonly string[]
  readonly by: 'gateway' | 'participant'
  readonly t_us: number
}

export interface RecordsFold {
  readonly records: Ring<WrittenRecord>
}

const RECORDS_MAX = 2_000

export const recordsFold = declareFold<RecordsFold>({
  create: () => ({ records: new Ring(RECORDS_MAX) }),
  reads: [RecordWritten.name],
  observe: foldRecord,
  tables: (fold) => [recordsTable(fold)]
})

function foldRecord({ records }: RecordsFold, event: LabEvent): void {
  if (event.kind !== 'fact' || !RecordWritten.is(event) || event.group === undefined) return
  const { transaction, commit, participants, by } = event.data
  records.push(Object.freeze({ transaction, group: event.group, commit, participants, by, t_us: event.t }))
}

/** Records that some participant does not know of yet, with those. A new leader tells of a record again: the newest of each counts. */
export function awaitedRecords(run: RunFold): { readonly record: WrittenRecord; readonly by: readonly string[] }[] {
  const open = transactionsFold.of(run)?.open
  if (open === undefined || open.size === 0) return []
  const newest = new Map((recordsFold.of(run)?.records.toArray() ?? []).map((record) => [record.transaction, record]))
  return [...newest.values()].flatMap((record) => {
    const by = record.participants.filter((group) => open.has(`${group} ${record.transaction}`))
    return by.length > 0 ? [{ record, by }] : []
  })
}

function recordsTable({ records }: RecordsFold): Table {
  return {
    name: 'records',
    title: 'Transaction records: when each was in the log of its group, and who asked for it',
    columns: ['t_s', 'transaction', 'group', 'commit', 'asked_by', 'participants'],
    *rows() {
      for (const { t_us, transaction, group, commit, by, participants } of records)
        yield [toSeconds(t_us), transaction, group, commit, by, participants.join(' ')]
    }
  }
}
