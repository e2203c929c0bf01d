/** The newest entries of each replica's log, as it last told of them. */
import type { FactEvent, LabEvent } from '../../events'
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

/** The tail of one replica as events come in: changed in place, since a busy log is written many times a second. */
interface KeptTail {
  snapshot: number
  readonly entries: LogEntryMark[]
  /** Where the tail begins in `entries`; what stands before it is removed from time to time, at once. */
  first: number
}

export interface LogTailFold {
  readonly replicas: Map<ReplicaKey, KeptTail>
}

/** Of one replica; older ones are not kept. */
const ENTRIES_MAX = 32

const EMPTY: LogTail = { snapshot: 0, entries: [] }

export const logTailFold = declareFold<LogTailFold>({
  create: () => ({ replicas: new Map() }),
  reads: ['node-started', LogAppend.name, LogTruncate.name, LogSnapshot.name],
  observe: foldLogTail,
  forget: ({ replicas }) => replicas.clear()
})

export function tailOf(fold: LogTailFold | null, replica: ReplicaKey): LogTail {
  const kept = fold?.replicas.get(replica)
  return kept === undefined ? EMPTY : { snapshot: kept.snapshot, entries: kept.entries.slice(kept.first) }
}

function foldLogTail({ replicas }: LogTailFold, event: LabEvent): void {
  if (event.kind === 'fact') foldFact(replicas, event)
  // What it finds on its disk it tells of anew.
  else if (event.kind === 'node-started') for (const key of keysOfNode(replicas.keys(), event.node)) replicas.delete(key)
}

function foldFact(replicas: LogTailFold['replicas'], event: FactEvent): void {
  const key = replicaKey(event)
  let tail = replicas.get(key)
  if (tail === undefined) replicas.set(key, (tail = { snapshot: 0, entries: [], first: 0 }))
  if (LogAppend.is(event)) append(tail, event.data.entries)
  else if (LogTruncate.is(event)) removeFrom(tail, event.data.from_index)
  else if (LogSnapshot.is(event)) {
    tail.snapshot = event.data.index
    while (tail.first < tail.entries.length && tail.entries[tail.first]!.index <= tail.snapshot) tail.first++
  }
}

/** What is added replaces what stood at and after the first of it. */
function append(tail: KeptTail, added: readonly LogEntryMark[]): void {
  const { entries } = tail
  if (added.length > 0) removeFrom(tail, added[0]!.index)
  for (let at = Math.max(0, added.length - ENTRIES_MAX); at < added.length; at++) entries.push(added[at]!)
  tail.first = Math.max(tail.first, entries.length - ENTRIES_MAX)
  if (tail.first < ENTRIES_MAX) return
  entries.splice(0, tail.first)
  tail.first = 0
}

function removeFrom({ entries, first }: KeptTail, index: number): void {
  while (entries.length > first && entries[entries.length - 1]!.index >= index) entries.pop()
}
