/** Client requests: writes become entries of the leader's log, and everything has its bound. */
import { isWrite } from '../../../src-shared/operations'
import type { ClientRequest } from '../contract'
import { bytesOf, makeEntry } from '../replicated-log/entry'
import { appendToLog, lastIndex } from '../replicated-log/log'
import { earlierOutcome, replyOf } from '../replicated-log/state-machine'
import { appliedPosition, withToken } from './apply'
import { reply } from '../kit/core'
import { valueRefusal } from '../kit/requests'
import type { Core } from './core'
import { acceptRead } from './reads'
import type { Leading, NodeState } from './state'

export function onRequest(core: Core, request: ClientRequest): void {
  const { leading, leader } = core.state
  if (!isWrite(request.operation)) return acceptRead(core, request)
  if (leading === null) return reply(core, request.request, { status: 'redirect', leader })
  acceptWrite(core, leading, request)
}

function acceptWrite(core: Core, leading: Leading, { request, session, sequence, operation }: ClientRequest): void {
  const { state } = core
  const refusal = valueRefusal(operation) ?? refusalOf(state, leading, bytesOf(session, operation))
  if (refusal !== null) return reply(core, request, { status: 'rejected', error: refusal })
  const known = earlierOutcome(state.machine, session, sequence)
  if (known !== null) {
    leading.waiting_retries.push({ request, answer: withToken(replyOf(known), appliedPosition(state)) })
    return
  }
  const entry = makeEntry(lastIndex(state.log) + 1, state.epoch, session, sequence, operation)
  appendToLog(state.log, [entry])
  core.unwritten.push(entry)
  leading.waiting_writes.set(entry.index, request)
}

/** An earlier try was applied. The leader may have inherited it, so that no other disk holds it: it is acknowledged like any write. */
export function answerRetries(core: Core, leading: Leading): void {
  const { acknowledged, opened, waiting_retries } = leading
  if (acknowledged < opened && !core.state.switches['ack-inherited']) return
  for (const { request, answer } of waiting_retries) reply(core, request, answer)
  leading.waiting_retries = []
}

/** Why a write of this size cannot be taken now; null if it can. */
function refusalOf(state: NodeState, { waiting_writes, waiting_retries }: Leading, bytes: number): string | null {
  const { max_message_bytes, max_waiting_writes } = state.settings
  if (bytes > max_message_bytes) return `the operation exceeds max_message_bytes (${max_message_bytes})`
  if (waiting_writes.size + waiting_retries.length >= max_waiting_writes) return 'busy: too many writes wait for acknowledgement'
  return null
}
