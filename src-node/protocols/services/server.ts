/** What a member has got to work on: a bounded queue, and workers who take from it. */
import { Shed, SpanStarted, WorkStarted } from '../../../src-shared/protocols/services/facts'
import type { NodeId } from '../../../src-shared/ids'
import type { ClientRequest } from '../contract'
import { emit, reply, setTimer } from '../kit/core'
import { operationName } from '../kit/requests'
import { fail, succeed } from './answers'
import { makeCalls } from './calls'
import type { Core } from './core'
import { nextNumber, spanOf } from './core'
import { settle } from './ledger'
import type { CallMessage } from './messages'
import { passOn } from './relay'
import { sealOf } from './seal'
import type { Failure, Work } from './state'

export function onRequest(core: Core, { request, session, sequence, operation }: ClientRequest): void {
  const { state, now_us } = core
  const { topology, settings, tier } = state
  if (tier !== topology.entry) {
    const leader = topology.members.get(topology.entry)?.[0] ?? null
    return reply(core, request, { status: 'redirect', leader })
  }
  if (operation.f !== 'call' && operation.f !== 'pay')
    return reply(core, request, { status: 'rejected', error: `services do not know ${operation.f}` })
  const name = operationName({ session, sequence })
  const amount = operation.f === 'pay' ? operation.amount : null
  const asked = { request: name, account: operation.key, amount, key: amount !== null && settings.idempotency_keys ? name : null }
  admit(core, newWork(core, { ...asked, from: { client: request }, deadline_us: now_us + settings.deadline_us }), null)
}

/** A call of another service; as the relay, one to pass on. */
export function onCall(core: Core, from: NodeId, call: CallMessage): void {
  const { state, now_us } = core
  if (state.topology.relay === state.id) return passOn(core, call)
  if (state.tier === null || (from !== call.caller && from !== state.topology.relay)) return
  const { request, account, amount, key, caller, span, parent, remaining_us } = call
  const deadline_us = remaining_us === null ? null : now_us + remaining_us
  const work = newWork(core, { request, account, amount, key, from: { node: caller, span }, deadline_us })
  const refusal = refusalOf(core, call)
  if (refusal === null) return admit(core, work, parent)
  tellStarted(core, work, parent, 0)
  fail(core, work, { outcome: 'refused', reason: refusal })
}

function newWork(core: Core, given: Omit<Work, 'number' | 'arrived_us' | 'open_calls' | 'value' | 'failure'>): Work {
  return { ...given, number: nextNumber(core), arrived_us: core.now_us, open_calls: 0, value: null, failure: null }
}

/** Why the call is not taken, whatever else there is to do; null: it is. */
function refusalOf({ state }: Core, { seal, currency, type: _, ...asked }: CallMessage): string | null {
  const { authenticate, version, unknown_fields } = state.settings
  if (authenticate && seal !== sealOf(asked)) return 'the call was altered on its way'
  if (currency !== undefined && version === 1 && unknown_fields === 'refuse') return 'the field currency is not known here'
  return null
}

function admit(core: Core, work: Work, parent: string | null): void {
  const { queue, working, settings, switches } = core.state
  const must_wait = working.size >= settings.workers
  const has_room = queue.length < settings.queue_max || switches['unbounded-queue']
  tellStarted(core, work, parent, must_wait && has_room ? queue.length + 1 : queue.length)
  if (!must_wait) startWork(core, work)
  else if (has_room) queue.push(work)
  else shed(core, work, { outcome: 'overloaded', reason: 'its queue is full' })
}

function tellStarted(
  { state, effects, now_us }: Core,
  { request, number, deadline_us, from }: Work,
  parent: string | null,
  queued: number
): void {
  const { queue_max } = state.settings
  const peer = 'node' in from ? { peer: from.node } : {}
  const span = { request, span: spanOf(state, number), parent, side: 'server', service: state.role } as const
  const remaining = deadline_us === null ? {} : { remaining_us: Math.round(deadline_us - now_us) }
  emit({ effects }, SpanStarted.of(state.id, { ...span, ...peer, queued, queue_max, ...remaining }))
}

function startWork(core: Core, work: Work): void {
  const { state, now_us, random } = core
  const { settings, switches, working } = state
  const is_overdue = work.deadline_us !== null && now_us >= work.deadline_us
  if (is_overdue && !switches['work-after-deadline'])
    return shed(core, work, { outcome: 'deadline', reason: 'its deadline is over' })
  if (settings.shed_after_us > 0 && now_us - work.arrived_us > settings.shed_after_us)
    return shed(core, work, { outcome: 'overloaded', reason: 'it has waited too long' })
  working.set(work.number, work)
  const slow = random() * 100 < settings.slow_percent
  emit(core, WorkStarted.of(state.id, { request: work.request, span: spanOf(state, work.number), slow }))
  setTimer(core, `work:${work.number}`, slow ? settings.slow_us : serviceTime_us(core))
}

function serviceTime_us({ state, random }: Core): number {
  const { service_us, service_time } = state.settings
  return Math.round(service_time === 'constant' ? service_us : -service_us * Math.log(1 - random()))
}

function shed(core: Core, work: Work, failure: Failure): void {
  const { state } = core
  state.counters.shed++
  emit(core, Shed.of(state.id, { request: work.request, reason: failure.reason }))
  fail(core, work, failure)
}

/** A worker is done with it, and takes up what has waited longest. */
export function onWorkTimer(core: Core, number: number): void {
  const { working, queue, settings, next } = core.state
  const work = working.get(number)
  if (work === undefined) return
  working.delete(number)
  if (next === null) succeed(core, work, settle(core, work), 'sync')
  else makeCalls(core, work)
  while (working.size < settings.workers && queue.length > 0) startWork(core, queue.shift()!)
}
