/** Rounds: each site calls partners that it picks at random. Partners may refuse, and the caller may hunt for others (§1.4). */
import type { NodeId } from '../../../src-shared/ids'
import { setTimer } from '../kit/core'
import { openAntiEntropy } from './anti-entropy'
import type { Core } from './core'
import { roundNumber, tell } from './core'
import { dropCertificates } from './database'
import { pickOthers } from './sites'
import { endRoundOfRumours, openRumours, rumoursFor } from './rumours'

export function onRoundTimer(core: Core): void {
  const { state } = core
  scheduleRound(core)
  endRoundOfRumours(core)
  state.round++
  state.accepted = 0
  state.hunts = state.settings.hunt_limit
  dropCertificates(core)
  if (hasSomethingToSay(core)) for (const partner of pickOthers(core, state.settings.partners)) call(core, partner)
}

/** Aligned rounds begin at multiples of their length; the first one that is less than half a round away is left out. */
export function scheduleRound(core: Core): void {
  const { round_us, aligned } = core.state.settings
  const left_us = aligned ? round_us - (core.now_us % round_us) : round_us
  setTimer(core, 'round', left_us < round_us / 2 ? left_us + round_us : left_us)
}

/** With a limit on connections a site asks before it begins. */
function call(core: Core, partner: NodeId): void {
  if (core.state.settings.connection_limit > 0) tell(core, partner, { type: 'connect' })
  else exchange(core, partner)
}

export function onConnect(core: Core, from: NodeId): void {
  const { state } = core
  const is_full = state.accepted >= state.settings.connection_limit && state.settings.connection_limit > 0
  if (!is_full) state.accepted++
  tell(core, from, { type: is_full ? 'refused' : 'accepted' })
}

export function onRefused(core: Core): void {
  if (core.state.hunts === 0) return
  core.state.hunts--
  for (const partner of pickOthers(core, 1)) call(core, partner)
}

/** The connection is there: tell rumours, compare databases, or both. */
export function exchange(core: Core, partner: NodeId): void {
  const { state } = core
  if (!hasSomethingToSay(core)) return
  state.counters.exchanges++
  if (state.settings.method !== 'anti-entropy') openRumours(core, partner)
  if (isAntiEntropyDue(core)) openAntiEntropy(core, partner)
}

function hasSomethingToSay(core: Core): boolean {
  const { state } = core
  return isAntiEntropyDue(core) || (state.settings.method !== 'anti-entropy' && rumoursFor(state).is_due)
}

function isAntiEntropyDue(core: Core): boolean {
  const { method, anti_entropy_every } = core.state.settings
  if (method === 'both') return roundNumber(core) % anti_entropy_every === 0
  return method === 'anti-entropy'
}
