/** The learner: knows which slots are chosen, and applies them one after the other. */
import type { NodeId } from '../../../src-shared/ids'
import { Apply, Commit } from '../../../src-shared/protocols/replicated-log/facts'
import type { LogEntryMark } from '../../../src-shared/protocols/replicated-log/facts'
import type { ClientReply } from '../contract'
import { emit, reply } from '../kit/core'
import type { Entry } from '../replicated-log/entry'
import { markOf } from '../replicated-log/entry'
import type { AppliedEntry } from '../replicated-log/machine'
import { kvMachine } from '../replicated-log/state-machine'
import { askForChosen } from './catch-up'
import type { Core } from './core'
import type { Waiting } from './state'

/**
 * The leader says that all slots up to `commit` are chosen. What this node has accepted in the leader's own ballot is that; of an earlier
 * ballot it may be something else, so that it has to ask.
 */
export function noteCommit(core: Core, leader: NodeId, ballot: number, commit: number): void {
  const { state } = core
  while (state.commit < commit) {
    const entry = state.slots.entries.get(state.commit + 1)
    if (entry === undefined) return askForChosen(core, leader)
    if (entry.term !== ballot && !state.switches['any-ballot-chosen']) return askForChosen(core, leader)
    state.commit++
  }
  state.catching_up = null
}

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
