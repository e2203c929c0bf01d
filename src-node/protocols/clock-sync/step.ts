/** The one way in: each input to a small function of its own. */
import type { NodeId } from '../../../src-shared/ids'
import { boundOf_us, middleOf_us } from '../../../src-shared/clock/interval'
import { STRATA } from '../../../src-shared/protocols/clock-sync/strata'
import { stratumOf } from '../kit/clock-sync/client'
import { answer } from '../kit/clock-sync/messages'
import { reply, send } from '../kit/core'
import { createStep } from '../kit/step'
import { newCore } from './core'
import type { Core } from './core'
import { beginLeap, onAnnounce } from './leap'
import { isWellFormed } from './messages'
import type { ClockSyncMessage, RequestMessage } from './messages'
import { onAnswer, poll } from './polls'
import type { ClockSyncState } from './state'
import { timeOf } from './time'

export const step = createStep<Core>({
  newCore,
  peers: ({ nodes }) => nodes,
  isWellFormed,
  onMessage,
  timers: { poll, leap: beginLeap },
  onRequest: (core, { request }) => reply(core, request, { status: 'rejected', error: 'this cluster serves no operations' }),
  onCommand: (core, command, { in_s }) => command === 'announce-leap-second' && onAnnounce(core, in_s),
  onDurable: () => {},
  finish: () => {}
})

function onMessage(core: Core, from: NodeId, message: ClockSyncMessage): void {
  if (message.type === 'time-request') onTimeRequest(core, from, message)
  else onAnswer(core, from, message)
}

/** Who has no time says nothing. */
function onTimeRequest(core: Core, from: NodeId, request: RequestMessage): void {
  const { state } = core
  const served = servedTime(core)
  if (served === null) return
  send(core, from, { type: 'time-answer', ...answer(request, served), leap_at_us: state.leap_at_us }, 'now')
}

/** Received and answered within one step. */
function servedTime({ state, now_us }: Core) {
  const time = timeOf(state, now_us)
  const stratum = stratumServed(state)
  if (time !== null) {
    const time_us = middleOf_us(time)
    return { receive_us: time_us, transmit_us: time_us, bound_us: boundOf_us(time), stratum }
  }
  return state.switches['serve-without-time'] ? { receive_us: now_us, transmit_us: now_us, bound_us: 0, stratum } : null
}

function stratumServed({ role, client }: ClockSyncState): number {
  return stratumOf(client) ?? STRATA.indexOf(role) + 1
}
