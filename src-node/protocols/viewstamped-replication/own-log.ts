/** The node's own log, and how it changes. */
import { LogAppend, LogTruncate } from '../../../src-shared/protocols/replicated-log/facts'
import { emit } from '../kit/core'
import type { Entry } from '../replicated-log/entry'
import { markOf } from '../replicated-log/entry'
import { appendToLog, lastIndex, sliceLog, termAt, truncateLog } from '../replicated-log/log'
import type { Core } from './core'
import type { ViewstampedState } from './state'

export function entriesAfter(log: ViewstampedState['log'], index: number): Entry[] {
  return sliceLog(log, index + 1, Infinity, Infinity)
}

export function appendEntries(core: Core, entries: readonly Entry[]): void {
  if (entries.length === 0) return
  appendToLog(core.state.log, entries)
  emit(core, LogAppend.of(core.state.id, { entries: entries.map(markOf) }))
}

/** Drops the requests from `index` on. */
export function dropFrom(core: Core, index: number): void {
  const { id, log } = core.state
  if (index > lastIndex(log)) return
  truncateLog(log, index)
  emit(core, LogTruncate.of(id, { from_index: index }))
}

/** After what is committed, the log becomes these; what is the same stays. */
export function adoptTail(core: Core, entries: readonly Entry[]): void {
  const { log, commit } = core.state
  const tail = entries.filter(({ index }) => index > commit)
  const differs = tail.findIndex(({ index, term }) => termAt(log, index) !== term)
  const fresh = differs < 0 ? [] : tail.slice(differs)
  dropFrom(core, fresh[0]?.index ?? (tail.at(-1)?.index ?? commit) + 1)
  appendEntries(core, fresh)
}

/** Everything up to `commit` is committed, as far as the node has it. */
export function noteCommit({ state }: Core, commit: number): void {
  state.commit = Math.max(state.commit, Math.min(commit, lastIndex(state.log)))
}
