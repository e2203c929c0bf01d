/** From the log to what readers see: entries are applied in order once they are on disk and said to be acknowledged. */
import type { Operation } from '../../../src-shared/operations'
import { Apply, Commit, LogSnapshot } from '../../../src-shared/protocols/replicated-log/facts'
import type { LogEntryMark } from '../../../src-shared/protocols/replicated-log/facts'
import type { ClientReply } from '../contract'
import { markOf } from '../replicated-log/entry'
import { entryAt, termAt } from '../replicated-log/log'
import type { Outcome } from '../replicated-log/sessions'
import { applyWrite, emptyMachine, machineFromRows, replyOf } from '../replicated-log/state-machine'
import { emit, reply } from '../kit/core'
import type { Core } from './core'
import { flushEntries } from './core'
import type { Position } from './position'
import { tokenOf } from './position'
import type { NodeState } from './state'

/** Applies what may be applied, and answers whoever waits for it. */
export function applyCommitted(core: Core): void {
  const { state } = core
  const commit = Math.min(state.commit, state.disk.durable)
  if (state.applied >= commit) return
  flushEntries(core)
  const { id: node, log } = state
  const marks: LogEntryMark[] = []
  emit(core, Commit.of(node, { index: commit, term: termAt(log, commit)! }))
  emit(core, Apply.of(node, { entries: marks }))
  for (let index = nextToApply(state, commit); index <= commit; index++) {
    const outcome = applyEntry(state, index)
    marks.push(markOf(entryAt(log, index)))
    answerWrite(core, index, outcome)
  }
  state.applied = commit
}

function nextToApply({ applied, switches, leading }: NodeState, commit: number): number {
  const skips = switches['skip-entry'] && leading === null && commit > applied + 1
  return applied + (skips ? 2 : 1)
}

function applyEntry({ log, machine }: NodeState, index: number): Outcome {
  const entry = entryAt(log, index)
  // No leader of this protocol makes entries without an operation.
  return applyWrite(machine, entry, entry.operation as Operation)
}

function answerWrite(core: Core, index: number, outcome: Outcome): void {
  const { leading, log } = core.state
  const request = leading?.waiting_writes.get(index)
  if (request === undefined) return
  leading!.waiting_writes.delete(index)
  reply(core, request, withToken(replyOf(outcome), { epoch: termAt(log, index)!, index }))
}

/** An answer together with the place in the log that the session has now seen. */
export function withToken(answer: ClientReply, position: Position): ClientReply {
  return answer.status === 'ok' ? { ...answer, context: { session: tokenOf(position) } } : answer
}

/** Where the state machine of this node is. */
export function appliedPosition({ log, applied }: NodeState): Position {
  return { epoch: termAt(log, applied) ?? 0, index: applied }
}

/** Undoes what was applied after `last`: the state machine is made anew from the snapshot and the log, and tells so. */
export function rollBackTo(core: Core, last: number): void {
  const { state } = core
  state.commit = Math.min(state.commit, last)
  if (state.applied <= last) return
  const { id: node, snapshot } = state
  state.machine = snapshot === null ? emptyMachine() : machineFromRows(snapshot.rows)
  if (snapshot !== null) emit(core, LogSnapshot.of(node, { index: snapshot.index, term: snapshot.term }))
  const marks: LogEntryMark[] = []
  for (let index = (snapshot?.index ?? 0) + 1; index <= last; index++) {
    applyEntry(state, index)
    marks.push(markOf(entryAt(state.log, index)))
  }
  state.applied = last
  if (marks.length > 0) emit(core, Apply.of(node, { entries: marks }))
}
