/** Applies committed entries in log order and then answers whoever waits for them (figure 2, rules for all servers). */
import { Apply, Commit } from '../../../src-shared/protocols/replicated-log/facts'
import type { LogEntryMark } from '../../../src-shared/protocols/replicated-log/facts'
import { emit, reply } from '../kit/core'
import type { Core } from './core'
import { flushEntries } from './core'
import { onChangeCommitted } from './membership-change'
import { markOf } from '../replicated-log/entry'
import { entryAt, termAt } from '../replicated-log/log'
import type { AppliedEntry } from '../replicated-log/machine'

export function applyCommitted(core: Core): void {
  const { state } = core
  if (state.applied >= state.commit) return
  flushEntries(core)
  const { id: node, commit } = state
  const marks: LogEntryMark[] = []
  emit(core, Commit.of(node, { index: commit, term: termAt(state.log, commit)! }))
  emit(core, Apply.of(node, { entries: marks }))
  let changed_at: number | null = null
  while (state.applied < state.commit) {
    const entry = entryAt(state.log, ++state.applied)
    marks.push(markOf(entry))
    if (entry.membership !== undefined) changed_at = entry.index
    if (entry.operation === null) continue
    const answer = core.machine.apply(state.machine, entry as AppliedEntry, state.switches)
    const request = state.leading?.waiting_writes.get(entry.index)
    if (request === undefined) continue
    state.leading!.waiting_writes.delete(entry.index)
    reply(core, request, answer)
  }
  if (changed_at !== null) onChangeCommitted(core, changed_at)
}
