/** Client requests: writes wait for a slot, reads for a round, and everything has its bound. */
import { isWrite } from '../../../src-shared/operations'
import type { ClientRequest } from '../contract'
import { reply } from '../kit/core'
import { bytesOf } from '../replicated-log/entry'
import { kvMachine } from '../replicated-log/state-machine'
import type { Core } from './core'
import { holdsLease } from './lease'
import { acceptRead, answerRead } from './reads'
import type { Leading } from './state'

export function onRequest(core: Core, request: ClientRequest): void {
  const { state } = core
  const { leading } = state
  if (leading === null) return reply(core, request.request, { status: 'redirect', leader: state.leader })
  if (isWrite(request.operation)) return acceptWrite(core, leading, request)
  if (request.policy === 'log') return enqueue(core, leading, request)
  if (request.policy !== 'lease' || !holdsLease(state, leading)) return acceptRead(core, leading, request)
  core.lease_reads++
  answerRead(core, request.request, request.operation)
}

function acceptWrite(core: Core, leading: Leading, asked: ClientRequest): void {
  const { state } = core
  const { request, session, operation } = asked
  const answer = kvMachine.answerAtOnce(state.machine, asked, state.switches)
  if (answer !== null) return reply(core, request, answer)
  const { max_message_bytes } = state.settings
  if (bytesOf(session, operation) > max_message_bytes) {
    const error = `the operation exceeds max_message_bytes (${max_message_bytes})`
    return reply(core, request, { status: 'rejected', error })
  }
  enqueue(core, leading, asked)
}

function enqueue(core: Core, { queue, waiting }: Leading, asked: ClientRequest): void {
  if (queue.length + waiting.size < core.state.settings.max_waiting_requests) queue.push(asked)
  else reply(core, asked.request, { status: 'rejected', error: 'busy: too many waiting requests' })
}

/** Leadership is lost: what has a slot may yet be chosen by the next leader; the rest was never proposed, and reads never answered. */
export function abandonLeading(core: Core, { queue, waiting, reads }: Leading): void {
  const { leader } = core.state
  for (const { request, read } of waiting.values())
    if (read === null)
      reply(core, request, { status: 'unknown', error: 'the leader lost its leadership before the write was chosen' })
    else reply(core, request, { status: 'redirect', leader })
  for (const { request } of [...queue, ...reads.waiting]) reply(core, request, { status: 'redirect', leader })
}
