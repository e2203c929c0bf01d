/** Applies what is chosen, one slot after the other, and answers the clients that wait for it. */
import { Apply, Commit } from '../../../src-shared/protocols/replicated-log/facts'
import type { LogEntryMark } from '../../../src-shared/protocols/replicated-log/facts'
import type { ClientReply } from '../contract'
import { emit, reply } from '../kit/core'
import type { Entry } from '../replicated-log/entry'
import { markOf } from '../replicated-log/entry'
import type { AppliedEntry } from '../replicated-log/machine'
import { kvMachine } from '../replicated-log/state-machine'
import type { Core } from './core'
import type { Waiting } from './state'

export function applyChosen(core: Core): void {
  const { state } = core
  if (state.applied >= state.commit) return
  const marks: LogEntryMark[] = []
  const last = state.slots.entries.get(state.commit)!
  emit(core, Commit.of(state.id, { index: state.commit, term: last.term }))
  emit(core, Apply.of(state.id, { entries: marks }))
  while (state.applied < state.commit) {
    const entry = state.slots.entries.get(++state.applied)
    // Missing only where the deliberate bug has skipped a gap.
    if (entry === undefined) continue
    marks.push(markOf(entry))
    const answer = apply(core, entry)
    const waiting = state.leading?.waiting.get(entry.index)
    if (waiting === undefined) continue
    state.leading!.waiting.delete(entry.index)
    reply(core, waiting.request, answerTo(core, waiting, answer))
  }
}

function apply({ state }: Core, entry: Entry): ClientReply {
  if (entry.operation === null) return DONE
  return kvMachine.apply(state.machine, entry as AppliedEntry, state.switches)
}
const DONE: ClientReply = { status: 'ok', result: {} }

function answerTo({ state }: Core, { read }: Waiting, answer: ClientReply): ClientReply {
  return read === null ? answer : kvMachine.read(state.machine, read, state.switches)
}
