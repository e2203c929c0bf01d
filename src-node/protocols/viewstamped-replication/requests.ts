/** Client requests: each takes an op-number and waits until it is carried out; what a client asks twice is answered from its session. */
import { isWrite } from '../../../src-shared/operations'
import { primaryOf } from '../../../src-shared/protocols/viewstamped-replication/views'
import type { ClientRequest } from '../contract'
import { reply } from '../kit/core'
import { bytesOf, makeEntry, makeNoOp } from '../replicated-log/entry'
import { lastIndex } from '../replicated-log/log'
import { kvMachine } from '../replicated-log/state-machine'
import type { Core } from './core'
import { appendEntries } from './own-log'
import type { Leading, ViewstampedState } from './state'

export function onRequest(core: Core, asked: ClientRequest): void {
  const { state } = core
  const { leading, switches } = state
  const { request, session, sequence, operation } = asked
  if (leading === null) return reply(core, request, { status: 'redirect', leader: leaderOf(state) })
  const is_write = isWrite(operation)
  if (!is_write && switches['stale-reads']) return reply(core, request, kvMachine.read(state.machine, operation, switches))
  const answer = is_write ? kvMachine.answerAtOnce(state.machine, asked, switches) : null
  if (answer !== null) return reply(core, request, answer)
  const error = refusalOf(state, bytesOf(session, operation))
  if (error !== null) return reply(core, request, { status: 'rejected', error })
  const op = lastIndex(state.log) + 1
  // A read changes nothing: a no-op keeps its place among the writes.
  appendEntries(core, [is_write ? makeEntry(op, state.view, session, sequence, operation) : makeNoOp(op, state.view)])
  leading.waiting.set(op, { request, read: is_write ? null : operation })
}

function refusalOf({ settings, log, commit }: ViewstampedState, bytes: number): string | null {
  const { max_message_bytes, max_uncommitted_entries } = settings
  if (bytes > max_message_bytes) return `the operation exceeds max_message_bytes (${max_message_bytes})`
  return lastIndex(log) - commit >= max_uncommitted_entries ? 'busy: too many uncommitted requests' : null
}

/** Whom clients should ask; null: not known. */
function leaderOf({ status, view, nodes }: ViewstampedState): string | null {
  return status === 'normal' ? primaryOf(view, nodes) : null
}

/** The view is over: what stands in the log may yet be committed in a later one. */
export function abandonLeading(core: Core, { waiting }: Leading): void {
  for (const { request, read } of waiting.values())
    if (read !== null) reply(core, request, { status: 'redirect', leader: null })
    else reply(core, request, { status: 'unknown', error: 'the view ended before the write was committed' })
}
