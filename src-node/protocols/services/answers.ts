/** The end of what a member has got to work on: its caller is answered. */
import { SpanEnded } from '../../../src-shared/protocols/services/facts'
import type { After } from '../contract'
import { emit, reply, send } from '../kit/core'
import type { Core } from './core'
import { spanOf } from './core'
import type { Failure, Work } from './state'

/** `sync`: not before all that is answered is on disk. */
export function succeed(core: Core, work: Work, value: string | null, after: After): void {
  const { state } = core
  const { request, number, from, amount } = work
  emit(core, SpanEnded.of(state.id, { request, span: spanOf(state, number), outcome: 'ok' }))
  if ('client' in from) reply(core, from.client, { status: 'ok', result: amount === null ? { value } : {} }, after)
  else send(core, from.node, { type: 'answer', span: from.span, outcome: 'ok', value, reason: null }, after)
}

export function fail(core: Core, work: Work, { outcome, reason }: Failure): void {
  const { state } = core
  const { request, number, from, amount } = work
  emit(core, SpanEnded.of(state.id, { request, span: spanOf(state, number), outcome, reason }))
  // A call may have been carried out although nothing was heard of it.
  if ('client' in from) reply(core, from.client, { status: amount === null ? 'rejected' : 'unknown', error: reason })
  else send(core, from.node, { type: 'answer', span: from.span, outcome, value: null, reason }, 'now')
}
