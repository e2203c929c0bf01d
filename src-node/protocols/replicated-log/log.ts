/**
 * The replicated log: an array of entries after a base. `base` is the last entry that was compacted away (0 at first); its term is
 * kept so that the consistency check of AppendEntries still works there (Raft §5.3, §7).
 *
 *     base.index | base.index + 1 … lastIndex(log)
 */
import { assert, ProtocolAssertionError } from '../contract'
import type { Entry } from './entry'
import { entryBytes } from './entry'

export interface EntryId {
  readonly index: number
  readonly term: number
}

export interface Log {
  base: EntryId
  /** `entries[i]` has index `base.index + 1 + i`; terms never go down. */
  entries: Entry[]
}

export function emptyLog(): Log {
  return { base: { index: 0, term: 0 }, entries: [] }
}

export function lastIndex(log: Log): number {
  return log.base.index + log.entries.length
}

export function lastTerm(log: Log): number {
  return log.entries.at(-1)?.term ?? log.base.term
}

export function lastEntry(log: Log): EntryId {
  return { index: lastIndex(log), term: lastTerm(log) }
}

/** The term of the entry at `index`, or null where the log does not reach (compacted away, or not written yet). */
export function termAt(log: Log, index: number): number | null {
  if (index === log.base.index) return log.base.term
  return log.entries[index - log.base.index - 1]?.term ?? null
}

/** The entry at `index`, which must be in the log. */
export function entryAt(log: Log, index: number): Entry {
  const entry = log.entries[index - log.base.index - 1]
  if (entry !== undefined) return entry
  throw new ProtocolAssertionError(`entry ${index} is not in the log ${log.base.index + 1}..${lastIndex(log)}`)
}

/** Whether a log that ends in (`index`, `term`) is at least as up to date as this one (Raft §5.4.1). */
export function isUpToDate(log: Log, index: number, term: number): boolean {
  const own = lastTerm(log)
  return term > own || (term === own && index >= lastIndex(log))
}

/** Appends entries right after the last one. That terms never go down is for an invariant to watch: the switch keep-conflicts breaks it. */
export function appendToLog(log: Log, entries: readonly Entry[]): void {
  for (const entry of entries) {
    const last = lastIndex(log)
    if (entry.index !== last + 1) throw new ProtocolAssertionError(`entry ${entry.index} appended after ${last}`)
    log.entries.push(entry)
  }
}

/** What recovery does with a batch of entries: it replaces whatever stands at its first index and after. */
export function overwriteLog(log: Log, entries: readonly Entry[]): void {
  const first = entries[0]!.index
  if (first <= lastIndex(log)) truncateLog(log, first)
  appendToLog(log, entries)
}

/** Drops the entries from `index` on. */
export function truncateLog(log: Log, index: number): void {
  assert(index > log.base.index, () => `truncation from ${index} reaches into the snapshot up to ${log.base.index}`)
  log.entries.length = index - log.base.index - 1
}

/** Drops the entries up to `index`, which a snapshot holds now. */
export function compactLog(log: Log, index: number): void {
  const term = termAt(log, index)
  assert(term !== null, () => `compaction at ${index}, outside the log ${log.base.index + 1}..${lastIndex(log)}`)
  log.entries = log.entries.slice(index - log.base.index)
  log.base = { index, term }
}

/** The entries from `index` on, bounded by count and by bytes but never empty if there is one. */
export function sliceLog(log: Log, index: number, entries_max: number, bytes_max: number): Entry[] {
  const start = index - log.base.index - 1
  const stop = Math.min(log.entries.length, start + entries_max)
  let end = start
  for (let bytes = 0; end < stop; end++) {
    bytes += entryBytes(log.entries[end]!)
    if (bytes > bytes_max && end > start) break
  }
  return log.entries.slice(start, end)
}

/**
 * The largest index up to `index` whose term is at most `term`: where two logs may agree if one of them has `term` at `index`. Lets a
 * rejected AppendEntries skip a whole term at a time (Raft §5.3, end), from both sides. Never below the base.
 */
export function lastIndexWithin(log: Log, index: number, term: number): number {
  let low = log.base.index
  let high = Math.max(low, Math.min(index, lastIndex(log)))
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (termAt(log, middle)! <= term) low = middle
    else high = middle - 1
  }
  return low
}
