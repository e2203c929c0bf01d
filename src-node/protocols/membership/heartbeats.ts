/**
 * Heartbeats of all to all, judged by a fixed timeout and by φ at once: the same heartbeats, so that the two can be compared. Which of them
 * counts is the detector's parameter. Suspicions are a node's own; nobody is told.
 */
import type { NodeId } from '../../../src-shared/ids'
import { addGap, distributionOf } from '../../../src-shared/failure-detection/heartbeat-window'
import type { GapDistribution } from '../../../src-shared/failure-detection/heartbeat-window'
import { silenceAt } from '../../../src-shared/failure-detection/phi'
import { HEARTBEAT_DETECTORS, HeartbeatHeard, PeerSuspected, PeerTrusted } from '../../../src-shared/protocols/membership/facts'
import type { HeartbeatDetector } from '../../../src-shared/protocols/membership/facts'
import { takesPart } from '../../../src-shared/protocols/membership/member'
import { clearTimer, emit, setTimer } from '../kit/core'
import type { Core } from './core'
import { sendWithNews } from './news'
import type { Member, Settings } from './state'

const TIMERS = { timeout: 'silence', phi: 'surprise' } as const

export function onHeartbeatTimer(core: Core): void {
  const { state } = core
  setTimer(core, 'heartbeat', state.settings.heartbeat_us)
  for (const member of state.members.values()) if (takesPart(member)) sendWithNews(core, member.id, { type: 'heartbeat' })
}

export function onHeartbeat(core: Core, from: NodeId): void {
  const { state, now_us } = core
  const member = state.members.get(from)
  if (member === undefined || !takesPart(member)) return
  const { heartbeats } = member
  // A clock that was set back tells nothing about the gap.
  const gap_us = heartbeats.last_us === null ? null : Math.max(0, now_us - heartbeats.last_us)
  if (gap_us !== null) addGap(heartbeats.window, gap_us, state.settings.phi_window)
  heartbeats.last_us = now_us
  const { mean_us = null, deviation_us = null } = distributionOf(heartbeats.window) ?? {}
  emit(core, HeartbeatHeard.of(state.id, { peer: from, gap_us, mean_us, deviation_us }))
  for (const detector of HEARTBEAT_DETECTORS) if (heartbeats.suspected_by[detector]) trust(core, member, detector)
  watchPeer(core, member)
}

function trust(core: Core, { id, heartbeats }: Member, detector: HeartbeatDetector): void {
  delete heartbeats.suspected_by[detector]
  emit(core, PeerTrusted.of(core.state.id, { peer: id, detector }))
}

/** Both timers run from now on, as long as the peer is silent. */
export function watchPeer(core: Core, { number, heartbeats }: Member): void {
  const { settings } = core.state
  if (settings.detector === 'swim') return
  const gaps = distributionOf(heartbeats.window) ?? firstEstimate(settings)
  if (gaps === null) return
  setTimer(core, `silence:${number}`, settings.heartbeat_timeout_us)
  setTimer(core, `surprise:${number}`, Math.ceil(silenceAt(settings.phi_threshold, gaps, phiSettings(settings))))
}

export function unwatchPeer(core: Core, { number }: Member): void {
  if (core.state.settings.detector !== 'swim')
    for (const detector of HEARTBEAT_DETECTORS) clearTimer(core, `${TIMERS[detector]}:${number}`)
}

/** Before two heartbeats have come there is no gap: one is expected, with a quarter of it as its deviation, as in Akka. Null: none is. */
function firstEstimate({ first_gap_us }: Settings): GapDistribution | null {
  return first_gap_us === 0 ? null : { mean_us: first_gap_us, deviation_us: first_gap_us / 4 }
}

function phiSettings({ phi_model, phi_min_deviation_us, phi_acceptable_pause_us }: Settings): Parameters<typeof silenceAt>[2] {
  return { model: phi_model, min_deviation_us: phi_min_deviation_us, acceptable_pause_us: phi_acceptable_pause_us }
}

/** The peer has been silent for so long that the detector suspects it. */
export function onSilence(core: Core, number: number, detector: HeartbeatDetector): void {
  const { state, now_us } = core
  for (const member of state.members.values()) {
    const { heartbeats } = member
    if (member.number !== number || !takesPart(member) || heartbeats.suspected_by[detector]) continue
    heartbeats.suspected_by[detector] = true
    const silence_us = heartbeats.last_us === null ? 0 : Math.max(0, now_us - heartbeats.last_us)
    emit(core, PeerSuspected.of(state.id, { peer: member.id, detector, silence_us }))
  }
}

/** Whether the detector that counts suspects the member. */
export function isSuspected({ heartbeats, status }: Member, { detector }: Settings): boolean {
  if (detector === 'swim') return status === 'suspect'
  return heartbeats.suspected_by[detector === 'phi-accrual' ? 'phi' : 'timeout'] === true
}
