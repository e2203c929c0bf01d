/** Probes: each period one other member, by the member itself and then through others (SWIM §3.1, §4.3). */
import type { NodeId } from '../../../src-shared/ids'
import { takesPart } from '../../../src-shared/protocols/membership/member'
import { clearTimer, setTimer } from '../kit/core'
import { setBounded } from '../kit/bounded'
import type { Core } from './core'
import { changeHealth, scaled } from './health'
import type { Ack, Nack, Ping, PingRequest } from './messages'
import { newsOf, sendWithNews } from './news'
import { sample, shuffled } from './random'
import type { MembershipState } from './state'
import { hear } from './views'

/** Pings for others that may be unanswered at once. */
const RELAYS_MAX = 1_024

/** The period is over: judge its probe, and begin the next. */
export function onPeriod(core: Core): void {
  const { state } = core
  const { probe, settings } = state
  if (probe !== null && !probe.answered) onNoAnswer(core, probe.target, probe.asked - probe.nacks)
  state.probe = null
  setTimer(core, 'probe', scaled(state, settings.period_us))
  const target = nextTarget(core)
  if (target === null || state.leaving) return
  state.probe = { target, sequence: ++state.sequence, answered: false, asked: 0, nacks: 0 }
  sendWithNews(core, target, { type: 'ping', sequence: state.sequence })
  setTimer(core, 'ask-others', scaled(state, settings.probe_timeout_us))
}

/** `missed`: members that were asked to probe it and have not said that they did; they tell that the fault may be on this side. */
function onNoAnswer(core: Core, target: NodeId, missed: number): void {
  const { state } = core
  changeHealth(state, Math.max(1, missed))
  const member = state.members.get(target)
  if (member === undefined || !takesPart(member)) return
  const status = state.settings.suspicion ? 'suspect' : 'dead'
  hear(core, newsOf({ ...member, status, by: state.id }))
}

/** Everybody once in a random order, then all again: so nobody waits longer than 2n − 1 periods (SWIM §4.3). Or anybody, as in its §3. */
function nextTarget({ state, random }: Core): NodeId | null {
  const { members, settings } = state
  const isProbed = (id: NodeId): boolean => takesPart(members.get(id) ?? { status: 'dead', incarnation: 0 })
  if (settings.probe_order === 'random') return sample(probed(state), 1, random)[0] ?? null
  let target = state.round.pop()
  while (target !== undefined && !isProbed(target)) target = state.round.pop()
  if (target !== undefined) return target
  state.round = shuffled(probed(state), random)
  return state.round.pop() ?? null
}

function probed({ members }: MembershipState): NodeId[] {
  return [...members.values()].filter(takesPart).map(({ id }) => id)
}

/** The member has not answered yet: others may reach it. */
export function onAskOthers(core: Core): void {
  const { state, random } = core
  const { probe, members, settings } = state
  if (probe === null || probe.answered) return
  const others = [...members.values()].filter(({ id, status }) => status === 'alive' && id !== probe.target)
  const asked = sample(others, settings.indirect_probes, random)
  probe.asked = settings.lha_probe ? asked.length : 0
  for (const { id } of asked) sendWithNews(core, id, { type: 'ping-request', sequence: probe.sequence, target: probe.target })
}

export function onPing(core: Core, from: NodeId, { sequence }: Ping): void {
  sendWithNews(core, from, { type: 'ack', sequence })
}

export function onPingRequest(core: Core, from: NodeId, { sequence, target }: PingRequest): void {
  const { state } = core
  if (target === state.id || state.switches['helper-acks']) return sendWithNews(core, from, { type: 'ack', sequence })
  setBounded(state.relays, ++state.sequence, { asker: from, sequence }, RELAYS_MAX)
  sendWithNews(core, target, { type: 'ping', sequence: state.sequence })
  setTimer(core, `relay:${state.sequence}`, state.settings.probe_timeout_us)
}

/** It has not answered who probed it for another. */
export function onRelayTimer(core: Core, sequence: number): void {
  const { relays, settings } = core.state
  const relay = relays.get(sequence)
  if (relay === undefined) return
  relays.delete(sequence)
  if (settings.lha_probe) sendWithNews(core, relay.asker, { type: 'nack', sequence: relay.sequence })
}

export function onAck(core: Core, { sequence }: Ack): void {
  const { state } = core
  if (state.probe?.sequence === sequence && !state.probe.answered) onAnswer(core, state.probe)
  relay(core, sequence)
}

function onAnswer(core: Core, probe: NonNullable<MembershipState['probe']>): void {
  const { state } = core
  probe.answered = true
  clearTimer(core, 'ask-others')
  changeHealth(state, -1)
}

function relay(core: Core, number: number): void {
  const { relays } = core.state
  const waiting = relays.get(number)
  if (waiting === undefined) return
  relays.delete(number)
  clearTimer(core, `relay:${number}`)
  sendWithNews(core, waiting.asker, { type: 'ack', sequence: waiting.sequence })
}

export function onNack(core: Core, { sequence }: Nack): void {
  const { probe } = core.state
  if (probe?.sequence === sequence) probe.nacks++
}
