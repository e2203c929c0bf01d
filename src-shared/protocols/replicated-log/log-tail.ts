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
  if (event.kind !== 'fact') return
  const key = replicaKey(event)
  const tail = replicas.get(key) ?? EMPTY
  const next = nextTail(tail, event)
  // Frozen, so that copies of the fold share it.
  if (next !== null) replicas.set(key, Object.freeze({ ...next, entries: Object.freeze(next.entries.slice(-ENTRIES_MAX)) }))
}

function nextTail({ snapshot, entries }: LogTail, event: LabEvent): LogTail | null {
  if (LogAppend.is(event)) {
    const from = event.data.entries[0]?.index ?? Infinity
    return { snapshot, entries: [...entries.filter(({ index }) => index < from), ...event.data.entries] }
  }
  if (LogTruncate.is(event)) return { snapshot, entries: entries.filter(({ index }) => index < event.data.from_index) }
  if (!LogSnapshot.is(event)) return null
  const { index: upto } = event.data
  return { snapshot: upto, entries: entries.filter(({ index }) => index > upto) }
}
