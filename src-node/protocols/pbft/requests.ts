/** What clients ask. They ask all nodes: the primary proposes it, and the others see to it that it does. */
import { isWrite } from '../../../src-shared/operations'
import type { NodeId } from '../../../src-shared/ids'
import type { ClientRequest } from '../contract'
import { reply } from '../kit/core'
import { operationName } from '../kit/requests'
import { waitFor } from '../kit/waiting-requests'
import { kvMachine } from '../replicated-log/state-machine'
import { propose } from './agreement'
import type { Core } from './core'
import { isPrimary, refuse } from './core'
import { answer } from './liar/answer'
import { forgedRequest, mayPropose } from './liar/propose'
import type { Relay, SignedRequest } from './messages'
import { isClients } from './signatures'
import { isInWindow } from './slots'
import type { PbftState } from './state'
import { followTimer } from './timer'

export function onRequest(core: Core, asked: ClientRequest): void {
  const { state } = core
  const { request, session, sequence, operation, policy, signature = '' } = asked
  const signed = { session, sequence, operation, signature }
  if (!isClients(core.keys, signed))
    return reply(core, request, { status: 'rejected', error: 'the request is not signed by its client' })
  const is_write = isWrite(operation)
  if (!is_write && policy === 'read-only') return readOnly(core, asked)
  const known = is_write ? kvMachine.answerAtOnce(state.machine, asked, state.switches) : null
  if (known !== null) return answer(core, request, asked, known)
  if (takePending(core, signed)) waitFor(core, state.pending.get(operationName(signed))!, request)
  else reply(core, request, { status: 'unknown', error: `${state.id} has too many requests waiting` })
}

/** At once, from what is committed; while the next batch may have been answered tentatively, once that is decided. */
function readOnly(core: Core, asked: ClientRequest): void {
  const { state } = core
  if (!mayHaveAnswered(state)) return answerRead(core, asked)
  if (state.reads.length < state.settings.pending_max) state.reads = [...state.reads, asked]
  else reply(core, asked.request, { status: 'unknown', error: `${state.id} has too many reads waiting` })
}

function answerRead(core: Core, asked: ClientRequest): void {
  const { machine, switches } = core.state
  answer(core, asked.request, asked, kvMachine.read(machine, asked.operation, switches))
}

/** At the end of a step. */
export function answerReads(core: Core): void {
  const { state } = core
  if (state.reads.length === 0 || mayHaveAnswered(state)) return
  const due = state.reads
  state.reads = []
  for (const asked of due) answerRead(core, asked)
}

/**
 * The next batch is prepared here, before a crash perhaps, so that clients may have been answered by a quorum. A new view that has nothing or
 * another batch under its number shows that they were not.
 */
function mayHaveAnswered({ settings, switches, slots, executed, phase, view }: PbftState): boolean {
  const slot = slots.get(executed + 1)
  if (!settings.tentative || switches['reads-unwaiting'] || !slot?.prepared || slot.committed !== null) return false
  const { pre_prepare, prepared } = slot
  return phase === 'changing' || (pre_prepare?.view === view && pre_prepare.digest === prepared.pre_prepare.digest)
}

/** False: too many wait already. */
function takePending({ state }: Core, request: SignedRequest): boolean {
  const { pending, settings, now_us } = state
  const name = operationName(request)
  if (pending.has(name)) return true
  if (pending.size >= settings.pending_max) return false
  pending.set(name, { request, requests: [], since_us: now_us })
  return true
}

export function onRelay(core: Core, from: NodeId, { requests }: Relay): void {
  for (const request of requests) {
    if (!isClients(core.keys, request)) return refuse(core, from, 'a relayed request', null, 'no client has signed it')
    const { machine, switches } = core.state
    const is_done = isWrite(request.operation) && kvMachine.answerAtOnce(machine, { request: 0, ...request }, switches) !== null
    if (!is_done) takePending(core, request)
  }
}

/** At the end of a step: the primary proposes what waits, as many requests at once as there are (§5.2 of the journal version: batching). */
export function proposePending(core: Core): void {
  const { state } = core
  const { settings, phase, takes_part } = state
  if (state.pending.size === 0 || phase !== 'settled' || !takes_part || !isPrimary(state)) return
  const proposed = requestsUnderWay(state)
  const waiting = [...state.pending.values()].filter(({ request }) => !proposed.has(operationName(request)))
  if (waiting.length === 0 || !mayPropose(core)) return
  const requests = [...forgedRequest(core), ...waiting.map(({ request }) => request)]
  while (requests.length > 0 && state.next - 1 - state.executed < settings.in_flight_max && isInWindow(state, state.next))
    propose(core, state.next++, requests.splice(0, settings.batch_max))
}

/** What the primary has proposed in this view, and nobody has carried out here. */
function requestsUnderWay({ slots, executed, view }: PbftState): ReadonlySet<string> {
  const open = [...slots.values()].filter(({ n, pre_prepare }) => n > executed && pre_prepare?.view === view)
  return new Set(open.flatMap(({ pre_prepare }) => pre_prepare!.requests.map(operationName)))
}

/** Requests that have waited for so long without being proposed here. */
export function overlooked(state: PbftState, for_us: number): SignedRequest[] {
  const proposed = requestsUnderWay(state)
  const old = [...state.pending.values()].filter(({ since_us }) => state.now_us - since_us >= for_us)
  return old.map(({ request }) => request).filter((request) => !proposed.has(operationName(request)))
}

/** After a new view, or a state that somebody gave: what is done already waits no more. */
export function dropDone(core: Core): void {
  const { state } = core
  for (const [name, { request, requests }] of state.pending) {
    const asked = { request: 0, ...request }
    const known = isWrite(request.operation) ? kvMachine.answerAtOnce(state.machine, asked, state.switches) : null
    if (known === null) continue
    for (const waiting of requests) answer(core, waiting, request, known)
    state.pending.delete(name)
  }
  followTimer(core)
}
