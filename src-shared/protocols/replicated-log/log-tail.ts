/** The newest entries of each replica's log, as it last told of them. */
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import { keysOfNode, replicaKey } from '../../replica'
import type { ReplicaKey } from '../../replica'
import { LogAppend, LogSnapshot, LogTruncate } from './facts'
import type { LogEntryMark } from './facts'

export interface LogTail {
  /** Everything up to here is in a snapshot; 0: there is none. */
  readonly snapshot: number
  /** Oldest first. */
  readonly entries: readonly LogEntryMark[]
}

export interface LogTailFold {
  readonly replicas: Map<ReplicaKey, LogTail>
}

/** Of one replica; older ones are not kept. */
const ENTRIES_MAX = 32

const EMPTY: LogTail = { snapshot: 0, entries: [] }

export const logTailFold = declareFold<LogTailFold>({
  create: () => ({ replicas: new Map() }),
  observe: foldLogTail,
  forget: ({ replicas }) => replicas.clear()
})

export function tailOf(fold: LogTailFold | null, replica: ReplicaKey): LogTail {
  return fold?.replicas.get(replica) ?? EMPTY
}

function foldLogTail({ replicas }: LogTailFold, event: LabEvent): void {
  // What it finds on its disk it tells of anew.
  if (event.kind === 'node-started') for (const key of keysOfNode(replicas.keys(), event.node)) replicas.delete(key)
  if (!LogAppend.is(event) && !LogTruncate.is(event) && !LogSnapshot.is(event)) return
  const key = replicaKey(event)
  const { snapshot, entries } = nextTail(replicas.get(key) ?? EMPTY, event)
  // Frozen, so that copies of the fold share it.
  replicas.set(key, Object.freeze({ snapshot, entries }))
}

function nextTail({ snapshot, entries }: LogTail, event: LogAppend | LogTruncate | LogSnapshot): LogTail {
  if (LogAppend.is(event)) return { snapshot, entries: withAppended(entries, event.data.entries) }
  if (LogTruncate.is(event)) return { snapshot, entries: entries.filter(({ index }) => index < event.data.from_index) }
  const { index: upto } = event.data
  return { snapshot: upto, entries: entries.filter(({ index }) => index > upto) }
}

/** The newest of both; those added replace what stood at and after the first of them. A busy log comes here with every write. */
function withAppended(entries: readonly LogEntryMark[], added: readonly LogEntryMark[]): readonly LogEntryMark[] {
  const from = added[0]?.index ?? Infinity
  let kept = entries.length
  while (kept > 0 && entries[kept - 1]!.index >= from) kept--
  const newest = added.slice(-ENTRIES_MAX)
  return entries.slice(Math.max(0, kept + newest.length - ENTRIES_MAX), kept).concat(newest)
}
