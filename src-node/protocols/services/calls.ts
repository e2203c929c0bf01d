/** Calls of the next service, in all their tries. */
import type { NodeId } from '../../../src-shared/ids'
import { SpanEnded, SpanStarted } from '../../../src-shared/protocols/services/facts'
import type { Outcome } from '../../../src-shared/protocols/services/facts'
import { clearTimer, emit, send, setTimer } from '../kit/core'
import { fail, succeed } from './answers'
import { callFailed, callSucceeded, mayCall } from './breaker'
import type { Core } from './core'
import { memberFor, nextNumber, numberOf, spanOf } from './core'
import type { AddressMessage, AnswerMessage, CallMessage } from './messages'
import { keptAddress, onAddress, takeUnresolved } from './names'
import { encodedOrder } from './order'
import { depositCall, pauseBefore, takeFromBudget } from './retries'
import { sealOf } from './seal'
import type { Call, Failure, Try, Work } from './state'

/** Makes all calls that the work needs, at once. */
export function makeCalls(core: Core, work: Work): void {
  const { state } = core
  state.serving.set(work.number, work)
  work.open_calls = state.settings.calls
  for (let index = 0; index < state.settings.calls; index++) {
    const call: Call = { number: nextNumber(core), work: work.number, index, tries: 0, open: new Set() }
    state.calls.set(call.number, call)
    tryCall(core, call)
  }
}

/** Sends the call to a member, once its address is known. */
function tryCall(core: Core, call: Call, hedge = false): void {
  const { state } = core
  const work = state.serving.get(call.work)!
  if (remaining_us(core, work) === 0) return endCall(core, call, { outcome: 'deadline', reason: 'its deadline is over' })
  const peer = peerFor(core, call, work)
  if (peer === null) return void state.unresolved.add(call.number)
  if (!mayCall(core, peer)) {
    const failure: Failure = { outcome: 'circuit-open', reason: `the circuit breaker for ${peer} is open` }
    return call.open.size > 0 ? undefined : endCall(core, call, failure)
  }
  sendTry(core, call, work, { peer, hedge })
}

function sendTry(core: Core, call: Call, work: Work, { peer, hedge }: { readonly peer: NodeId; readonly hedge: boolean }): void {
  const { state } = core
  const { settings, topology, counters } = state
  const number = nextNumber(core)
  call.tries++
  call.open.add(number)
  state.tries.set(number, { call: call.number, node: peer })
  counters.sent++
  if (call.tries > 1) counters.retries++
  else depositCall(state)
  const message = callMessage(core, work, { number, peer })
  const parent = spanOf(state, work.number)
  const told = { side: 'client', service: state.next!, peer, attempt: call.tries, ...(hedge && { hedge }) } as const
  const length = message.body === null ? {} : { body_bytes: message.body.length }
  emit(core, SpanStarted.of(state.id, { request: work.request, span: spanOf(state, number), parent, ...told, ...length }))
  send(core, topology.relay ?? peer, message, 'now')
  setTimer(core, `timeout:${number}`, Math.min(settings.timeout_us, remaining_us(core, work) ?? Infinity))
  if (settings.hedge_after_us > 0 && call.tries === 1) setTimer(core, `hedge:${call.number}`, settings.hedge_after_us)
}

function callMessage(core: Core, work: Work, { number, peer }: { readonly number: number; readonly peer: NodeId }): CallMessage {
  const { state } = core
  const { settings, switches } = state
  const { request, account, amount } = work
  const span = spanOf(state, number)
  const call = {
    request,
    span,
    parent: switches['lose-parent'] ? spanOf(state, 0) : span,
    caller: state.id,
    callee: peer,
    account,
    amount,
    key: work.key !== null && switches['new-key-for-each-try'] ? `${work.key}/${span}` : work.key,
    remaining_us: settings.deadlines_travel ? remaining_us(core, work) : null,
    body: encodedOrder(settings, request, account),
    ...(settings.version === 2 && { currency: 'EUR' })
  }
  return { type: 'call', ...call, seal: settings.authenticate ? sealOf(call) : null }
}

/** What is left of the work's time, from 0; null: there is no end to it. */
function remaining_us({ now_us }: Core, { deadline_us }: Work): number | null {
  return deadline_us === null ? null : Math.max(0, Math.round(deadline_us - now_us))
}

/** Whom to call; null: nobody knows yet. Accounts have a member of their own; what only asks, and is one of many, goes round. */
function peerFor(core: Core, call: Call, { account, amount }: Work): NodeId | null {
  const { next, topology } = core.state
  if (topology.name_service !== null) return keptAddress(core, next!)
  return memberFor(account, topology.members.get(next!)!, amount === null ? call.index + call.open.size : 0)
}

export function onAnswer(core: Core, { span, outcome, value, reason }: AnswerMessage): void {
  const number = numberOf(core.state, span)
  const one = number === null ? undefined : core.state.tries.get(number)
  if (one === undefined) return
  const call = endTry(core, number!, one, outcome, reason)
  if (outcome === 'ok') {
    callSucceeded(core, one.node)
    return endCall(core, call, null, value)
  }
  tryFailed(core, call, one, { outcome, reason: reason ?? outcome })
}

export function onTimeout(core: Core, number: number): void {
  const one = core.state.tries.get(number)
  if (one === undefined) return
  const reason = `${one.node} did not answer in time`
  tryFailed(core, endTry(core, number, one, 'timeout', reason), one, { outcome: 'timeout', reason })
}

function endTry(core: Core, number: number, one: Try, outcome: Outcome, reason: string | null): Call {
  const { state } = core
  const call = state.calls.get(one.call)!
  state.tries.delete(number)
  call.open.delete(number)
  clearTimer(core, `timeout:${number}`)
  const { request } = state.serving.get(call.work)!
  const told = reason === null ? {} : { reason }
  emit(core, SpanEnded.of(state.id, { request, span: spanOf(state, number), outcome, ...told }))
  return call
}

/** Tries again, unless another try is still under way or the failure would be the same. */
function tryFailed(core: Core, call: Call, { node }: Try, failure: Failure): void {
  const is_for_good = failure.outcome === 'refused' || failure.outcome === 'deadline'
  if (!is_for_good) callFailed(core, node)
  if (call.open.size > 0) return
  const pause_us = is_for_good ? null : pauseBefore(core, call)
  if (pause_us === null || !takeFromBudget(core.state)) return endCall(core, call, failure)
  if (pause_us === 0) return tryCall(core, call)
  setTimer(core, `retry:${call.number}`, pause_us)
}

export function onRetryTimer(core: Core, number: number): void {
  const call = core.state.calls.get(number)
  if (call !== undefined) tryCall(core, call)
}

/** Another copy, since the first has not been answered (Dean and Barroso 2013). */
export function onHedgeTimer(core: Core, number: number): void {
  const call = core.state.calls.get(number)
  if (call !== undefined && call.open.size === 1 && takeFromBudget(core.state)) tryCall(core, call, true)
}

export function onAddressKnown(core: Core, message: AddressMessage): void {
  for (const number of onAddress(core, message)) onRetryTimer(core, number)
}

export function onResolveTimer(core: Core): void {
  for (const number of takeUnresolved(core)) {
    const call = core.state.calls.get(number)
    if (call !== undefined) endCall(core, call, { outcome: 'timeout', reason: 'the name service did not answer in time' })
  }
}

function endCall(core: Core, call: Call, failure: Failure | null, value: string | null = null): void {
  const { state } = core
  const work = state.serving.get(call.work)!
  for (const number of [...call.open])
    endTry(core, number, state.tries.get(number)!, 'abandoned', 'another copy of the call ended it')
  clearTimer(core, `retry:${call.number}`)
  clearTimer(core, `hedge:${call.number}`)
  state.calls.delete(call.number)
  work.failure ??= failure
  if (call.index === 0) work.value = value
  if (--work.open_calls > 0) return
  state.serving.delete(work.number)
  if (work.failure === null) succeed(core, work, work.value, 'now')
  else fail(core, work, work.failure)
}
