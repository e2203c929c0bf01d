/** How long things take at most once nothing goes wrong any more, and how often news is sent. */
import type { Settings } from './state'

/** λ ⌈log₁₀(n + 1)⌉: after so many messages all have heard it with high probability (SWIM §4.1). */
export function tellingsLimit({ retransmit_mult }: Pick<Settings, 'retransmit_mult'>, members: number): number {
  return Math.ceil(retransmit_mult * Math.ceil(Math.log10(members + 1)))
}

/** A suspicion that nobody confirms under Lifeguard, and any other (Lifeguard §IV-B; memberlist counts logarithms alike). */
export function suspicionTimes(
  settings: Settings,
  members: number
): { readonly shortest_us: number; readonly longest_us: number } {
  const shortest_us = settings.suspicion_mult * Math.max(1, Math.log10(members)) * settings.period_us
  return { shortest_us, longest_us: settings.lha_suspicion ? settings.suspicion_max_mult * shortest_us : shortest_us }
}

/** Until lists have been exchanged with the right one: each try draws one at random, so that this bound holds but for bad luck. */
const TRIES = 12
/** Periods that a member of the worst health spends until it is well again: 9 + 8 + … + 1. */
const RECOVERY_PERIODS = 45

/** Until all know who is down: the probes of two rounds (SWIM §4.3), the suspicion, and the news of it. */
export function downKnownWithin_us(settings: Settings, members: number): number {
  if (settings.detector !== 'swim') return heartbeatBound_us(settings)
  const periods = 2 * members + (settings.lha_probe ? RECOVERY_PERIODS : 0) + TRIES
  return periods * settings.period_us + suspicionTimes(settings, members).longest_us + TRIES * settings.sync_us
}

/** Until all know who is up: those that took each other for dead have exchanged lists. Without such an exchange nobody can say. */
export function upKnownWithin_us(settings: Settings, members: number): number {
  const { sync_us, reconnect_us } = settings
  if (sync_us === 0 || reconnect_us === 0) return Infinity
  return downKnownWithin_us(settings, members) + TRIES * reconnect_us
}

/** Heartbeats say it themselves; the longest silence that φ bears with is that of a window with a long gap in it. */
function heartbeatBound_us({
  detector,
  heartbeat_us,
  heartbeat_timeout_us,
  phi_window,
  first_gap_us,
  sync_us
}: Settings): number {
  if (first_gap_us === 0) return Infinity
  const silence_us = detector === 'phi-accrual' ? phi_window * heartbeat_us + 10 * first_gap_us : heartbeat_timeout_us
  return silence_us + TRIES * (heartbeat_us + sync_us)
}
