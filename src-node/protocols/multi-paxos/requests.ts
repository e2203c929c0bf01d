/** Client requests: writes wait for a slot, reads for a round, and everything has its bound. */
import { isWrite } from '../../../src-shared/operations'
import type { ClientRequest } from '../contract'
import { reply } from '../kit/core'
import { bytesOf } from '../replicated-log/entry'
import { kvMachine } from '../replicated-log/state-machine'
import type { Core } from './core'
import { holdsLease } from './lease'
import { readByLease } from './local-reads'
import { acceptRead, answerRead } from './reads'
import type { Leading } from './state'

export function onRequest(core: Core, request: ClientRequest): void {
  const { state } = core
  const { leading, campaign } = state
  if (request.policy === 'nearest-lease' && !isWrite(request.operation) && readByLease(core, request)) return
  if (campaign !== null && campaign.requests !== null) return keepWaiting(core, campaign.requests, request)
  if (leading === null) return sendElsewhere(core, [request])
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
  else rejectBusy(core, asked)
}

/** The next configuration is about to begin. */
function keepWaiting(core: Core, requests: ClientRequest[], asked: ClientRequest): void {
  if (requests.length < core.state.settings.max_waiting_requests) requests.push(asked)
  else rejectBusy(core, asked)
}

function rejectBusy(core: Core, { request }: ClientRequest): void {
  reply(core, request, { status: 'rejected', error: 'busy: too many waiting requests' })
}

/** Takes what waits for a slot, or for a round. */
export function takeRequests({ queue, reads }: Leading): ClientRequest[] {
  return [...queue.splice(0), ...reads.waiting.splice(0).map(({ asked }) => asked)]
}

/** Leadership is lost: what has a slot may yet be chosen by the next leader; the rest was never proposed, and reads never answered. */
export function abandonLeading(core: Core, leading: Leading): void {
  const { leader } = core.state
  const { waiting } = leading
  for (const { request, read } of waiting.values())
    if (read === null)
      reply(core, request, { status: 'unknown', error: 'the leader lost its leadership before the write was chosen' })
    else reply(core, request, { status: 'redirect', leader })
  sendElsewhere(core, takeRequests(leading))
}

/** To the leader, if one is known. */
export function sendElsewhere(core: Core, requests: readonly ClientRequest[]): void {
  for (const { request } of requests) reply(core, request, { status: 'redirect', leader: core.state.leader })
}
