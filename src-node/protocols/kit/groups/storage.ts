/**
 * One log for all groups. A snapshot of one group is a record among others: it voids what its group wrote before, and leaves the others
 * alone, so that the contract's `save-snapshot`, which replaces the whole log, need not know of groups. After as many snapshots as there
 * are groups the log is written anew from what each has saved: on average every snapshot is written twice, however many groups there are.
 */
import type { NodeId } from '../../../../src-shared/ids'
import type { Plain } from '../../contract'
import type { GroupId, HostRecord, HostSnapshot, HostState, Saved } from './state'

/** What the log held, by group. */
export function recoverGroups<LogRecord extends Plain, Snapshot extends Plain>(
  groups: readonly GroupId[],
  snapshot: HostSnapshot<Snapshot> | null,
  records: readonly HostRecord<LogRecord, Snapshot>[]
): ReadonlyMap<GroupId, Saved<LogRecord, Snapshot>> {
  const saved = new Map<GroupId, Saved<LogRecord, Snapshot>>(groups.map((group) => [group, { snapshot: null, records: [] }]))
  for (const [group, founders] of snapshot?.founders ?? []) saved.set(group, { snapshot: null, records: [], founders })
  for (const [group, of_group] of snapshot?.snapshots ?? [])
    saved.set(group, { ...saved.get(group), snapshot: of_group, records: [] })
  for (const written of records) {
    const { group } = written
    if ('record' in written) saved.get(group)!.records.push(written.record)
    else if ('founders' in written) saved.set(group, { snapshot: null, records: [], founders: written.founders })
    else saved.set(group, { ...saved.get(group), snapshot: written.snapshot, records: [...written.records] })
  }
  return saved
}

/** The group appends a record. */
export function writeRecord<State, LogRecord extends Plain, Snapshot extends Plain>(
  host: HostState<State, LogRecord, Snapshot>,
  group: GroupId,
  record: LogRecord
): HostRecord<LogRecord, Snapshot> {
  const hosted = host.groups.get(group)!
  hosted.saved.records.push(record)
  hosted.records++
  host.records++
  host.appended.push({ records: host.records, group, group_records: hosted.records })
  return { group, record }
}

/** The group replaces all that it has written. */
export function writeSnapshot<State, LogRecord extends Plain, Snapshot extends Plain>(
  host: HostState<State, LogRecord, Snapshot>,
  group: GroupId,
  snapshot: Snapshot,
  records: readonly LogRecord[]
): HostRecord<LogRecord, Snapshot> {
  const hosted = host.groups.get(group)!
  hosted.saved = { ...hosted.saved, snapshot, records: [...records] }
  host.records++
  host.snapshots_in_log++
  return { group, snapshot, records }
}

/** A group comes: the host is told of it by its name once more whenever it starts. */
export function writeFounders<State, LogRecord extends Plain, Snapshot extends Plain>(
  host: HostState<State, LogRecord, Snapshot>,
  group: GroupId,
  founders: readonly NodeId[]
): HostRecord<LogRecord, Snapshot> {
  host.records++
  return { group, founders }
}

/** How many records each group has on disk now, where that has grown. */
export function takeDurableGroups(
  { appended }: Pick<HostState<unknown, Plain, Plain>, 'appended'>,
  records: number
): Map<GroupId, number> {
  const durable = new Map<GroupId, number>()
  let taken = 0
  for (; taken < appended.length && appended[taken]!.records <= records; taken++) {
    const { group, group_records } = appended[taken]!
    durable.set(group, group_records)
  }
  appended.splice(0, taken)
  return durable
}

/** The whole log as it would be written today; null: it is not due. */
export function wholeLogIfDue<State, LogRecord extends Plain, Snapshot extends Plain>(
  host: HostState<State, LogRecord, Snapshot>
): { snapshot: HostSnapshot<Snapshot>; records: HostRecord<LogRecord, Snapshot>[] } | null {
  if (host.snapshots_in_log < host.groups.size) return null
  host.snapshots_in_log = 0
  const all = [...host.groups]
  const came = all.flatMap(([group, { saved }]) => (saved.founders === undefined ? [] : [[group, saved.founders] as const]))
  return {
    snapshot: {
      snapshots: all.map(([group, { saved }]) => [group, saved.snapshot] as const),
      ...(came.length > 0 && { founders: came })
    },
    records: all.flatMap(([group, { saved }]) => saved.records.map((record) => ({ group, record })))
  }
}
