/** A node asks its sources at its pace, and corrects its clock by what they say. */
import type { NodeId } from '../../../src-shared/ids'
import { ClockCorrected, NoMajority, TimeExchanged, TimePolled } from '../../../src-shared/protocols/clock-sync/facts'
import { nextRequests, onReply, reading_us } from '../kit/clock-sync/client'
import type { Adjustment } from '../kit/clock-sync/client'
import type { TimeAnswer } from '../kit/clock-sync/messages'
import { emit, send, setTimer } from '../kit/core'
import type { Core } from './core'
import { learnOfLeap } from './leap'
import type { AnswerMessage } from './messages'
import type { ClockSyncState } from './state'

export function poll(core: Core): void {
  const { state, now_us } = core
  const { poll_interval_us } = state.settings
  emit(core, TimePolled.of(state.id, {}))
  for (const [source, request] of nextRequests(state.client, now_us))
    send(core, source, { type: 'time-request', ...request }, 'now')
  state.next_poll_us = reading_us(state.client, now_us) + poll_interval_us
  setTimer(core, 'poll', poll_interval_us)
}

export function onAnswer(core: Core, source: NodeId, message: AnswerMessage): void {
  const { state, now_us } = core
  const synchronisation = believing(state, source, () => onReply(state.client, source, asTaken(core, source, message), now_us))
  if (synchronisation === null) return
  const { exchange, adjustment, falsetickers } = synchronisation
  const { offset_us, delay_us, bound_us, stratum } = exchange
  const source_bound_us = message.bound_us
  emit(core, TimeExchanged.of(state.id, { source, stratum, offset_us, delay_us, bound_us, source_bound_us }))
  if (adjustment === null) emit(core, NoMajority.of(state.id, {}))
  else corrected(core, adjustment, falsetickers)
  learnOfLeap(core, message.leap_at_us)
}

function corrected(core: Core, adjustment: Adjustment, falsetickers: readonly NodeId[]): void {
  const { state } = core
  const { how, offset_us, from_us, to_us } = adjustment
  const bound_us = Math.ceil(adjustment.bound_us)
  emit(core, ClockCorrected.of(state.id, { how, offset_us, bound_us, from_us, to_us, falsetickers }))
  if (how !== 'set' && to_us < from_us) state.set_back++
  if (state.switches['timeouts-by-wall-clock']) setTimer(core, 'poll', Math.max(0, state.next_poll_us - to_us))
}

/** As a deliberate bug has it, the others do not count while an answer is looked at. */
function believing<Result>(state: ClockSyncState, source: NodeId, look: () => Result): Result {
  const { sources } = state.client
  if (!state.switches['newest-answer-believed']) return look()
  state.client = { ...state.client, sources: [source], exchanges: new Map() }
  const result = look()
  state.client = { ...state.client, sources }
  return result
}

/** The answer, as deliberate bugs misread it. */
function asTaken({ state, now_us }: Core, source: NodeId, answer: TimeAnswer): TimeAnswer {
  const { switches, client } = state
  const origin_us = switches['any-answer-taken'] ? (client.asked.get(source)?.origin_us ?? answer.origin_us) : answer.origin_us
  const bound_us = switches['source-bound-left-out'] ? 0 : answer.bound_us
  const receive_us = switches['delay-left-out'] ? answer.transmit_us - (now_us - origin_us) : answer.receive_us
  return { ...answer, origin_us, bound_us, receive_us }
}
