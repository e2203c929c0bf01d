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
  /** Where in the log each term begins, oldest first: also of entries that are no longer kept. */
  readonly terms: readonly TermStart[]
}

interface TermStart {
  readonly index: number
  readonly term: number
}

/** The tail of one replica as events come in: changed in place, since a busy log is written many times a second. */
interface KeptTail {
  snapshot: number
  readonly entries: LogEntryMark[]
  readonly terms: TermStart[]
  /** Where the tail begins in `entries`; what stands before it is removed from time to time, at once. */
  first: number
}

export interface LogTailFold {
  readonly replicas: Map<ReplicaKey, KeptTail>
}

/** Of one replica; older ones are not kept. */
const ENTRIES_MAX = 32
const TERMS_MAX = 64

const EMPTY: LogTail = { snapshot: 0, entries: [], terms: [] }

export const logTailFold = declareFold<LogTailFold>({
  create: () => ({ replicas: new Map() }),
  reads: ['node-started', LogAppend.name, LogTruncate.name, LogSnapshot.name],
  observe: foldLogTail,
  forget: ({ replicas }) => replicas.clear()
})

export function tailOf(fold: LogTailFold | null, replica: ReplicaKey): LogTail {
  const kept = fold?.replicas.get(replica)
  return kept === undefined ? EMPTY : { snapshot: kept.snapshot, entries: kept.entries.slice(kept.first), terms: kept.terms }
}

/** The term of the replica's entry at `index`; null: it has none there, or what stands there is not known. */
export function termIn({ entries, terms }: LogTail, index: number): number | null {
  const last = entries.at(-1)
  if (last === undefined || index > last.index) return null
  for (let at = terms.length - 1; at >= 0; at--) if (terms[at]!.index <= index) return terms[at]!.term
  return null
}

function foldLogTail({ replicas }: LogTailFold, event: LabEvent): void {
  if (event.kind === 'fact') foldFact(replicas, event)
  // What it finds on its disk it tells of anew.
  else if (event.kind === 'node-started') for (const key of keysOfNode(replicas.keys(), event.node)) replicas.delete(key)
}

function foldFact(replicas: LogTailFold['replicas'], event: FactEvent): void {
  const key = replicaKey(event)
  let tail = replicas.get(key)
  if (tail === undefined) replicas.set(key, (tail = { snapshot: 0, entries: [], terms: [], first: 0 }))
  if (LogAppend.is(event)) append(tail, event.data.entries)
  else if (LogTruncate.is(event)) removeFrom(tail, event.data.from_index)
  else if (LogSnapshot.is(event)) {
    tail.snapshot = event.data.index
    while (tail.first < tail.entries.length && tail.entries[tail.first]!.index <= tail.snapshot) tail.first++
  }
}

/** What is added replaces what stood at and after the first of it. */
function append(tail: KeptTail, added: readonly LogEntryMark[]): void {
  const { entries, terms } = tail
  if (added.length > 0) removeFrom(tail, added[0]!.index)
  for (const { index, term } of added) if (terms.at(-1)?.term !== term) terms.push(Object.freeze({ index, term }))
  if (terms.length > TERMS_MAX) terms.splice(0, terms.length - TERMS_MAX)
  for (let at = Math.max(0, added.length - ENTRIES_MAX); at < added.length; at++) entries.push(added[at]!)
  tail.first = Math.max(tail.first, entries.length - ENTRIES_MAX)
  if (tail.first < ENTRIES_MAX) return
  entries.splice(0, tail.first)
  tail.first = 0
}

function removeFrom({ entries, terms, first }: KeptTail, index: number): void {
  while (terms.length > 0 && terms.at(-1)!.index >= index) terms.pop()
  while (entries.length > first && entries[entries.length - 1]!.index >= index) entries.pop()
}
