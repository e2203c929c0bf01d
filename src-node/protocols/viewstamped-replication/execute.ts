/** Carries out what is committed, in order, and answers whoever waits for it. */
import { Apply, Commit } from '../../../src-shared/protocols/replicated-log/facts'
import type { LogEntryMark } from '../../../src-shared/protocols/replicated-log/facts'
import type { ClientReply } from '../contract'
import { emit, reply } from '../kit/core'
import type { Entry } from '../replicated-log/entry'
import { markOf } from '../replicated-log/entry'
import { entryAt } from '../replicated-log/log'
import type { AppliedEntry } from '../replicated-log/machine'
import { kvMachine } from '../replicated-log/state-machine'
import type { Core } from './core'

export function executeCommitted(core: Core): void {
  const { state } = core
  const { commit, log, leading } = state
  if (state.applied >= commit) return
  const marks: LogEntryMark[] = []
  emit(core, Commit.of(state.id, { index: commit, term: entryAt(log, commit).term }))
  emit(core, Apply.of(state.id, { entries: marks }))
  while (state.applied < commit) {
    const entry = entryAt(log, ++state.applied)
    marks.push(markOf(entry))
    const answer = execute(core, entry)
    const waiting = leading?.waiting.get(entry.index)
    if (waiting === undefined) continue
    leading!.waiting.delete(entry.index)
    const { request, read } = waiting
    reply(core, request, read === null ? answer : kvMachine.read(state.machine, read, state.switches))
  }
}

function execute({ state }: Core, entry: Entry): ClientReply {
  if (entry.operation === null) return DONE
  return kvMachine.apply(state.machine, entry as AppliedEntry, state.switches)
}
const DONE: ClientReply = { status: 'ok', result: {} }
