/**
 * Lease reads (dissertation §6.4.1): a round of replies not only confirms that this node leads, it also says for how long nobody else can.
 * Whoever answered has heard of the leader, and helps to elect nobody for {@link window_us} by its own clock. Within that time, by the
 * leader's clock and less what clocks may drift apart, the leader answers reads without asking anybody. Beyond that assumption a read may
 * be stale: that is the price.
 */
import type { Core } from './core'
import { confirmedRound } from './reads'
import type { Lease, Leading, RaftState, Settings } from './state'

/** Rounds under way whose beginning is remembered; more do not extend the lease. */
const ROUNDS_MAX = 64

export function newLease(): Lease {
  return { rounds: [], from_us: null, is_wanted: false, is_void: false }
}

/** For how long after it has heard of its leader a node helps to elect nobody else (dissertation §4.2.3). */
export function window_us({ heartbeat_us, election_timeout_us }: Settings): number {
  return Math.min(2 * heartbeat_us, election_timeout_us[0])
}

/** Whether the leader may answer a read on its own, which also says that it would like to. */
export function holdsLease(state: RaftState, { lease, opened_at }: Leading): boolean {
  lease.is_wanted = true
  // A leader does not know what is committed before an entry of its own term is.
  if (lease.is_void || lease.from_us === null || state.commit < opened_at) return false
  const elapsed_us = state.now_us - lease.from_us
  return elapsed_us >= 0 && elapsed_us < length_us(state)
}

/** By the leader's clock, so that it ends first even if the leader's clock is as slow and the others' are as fast as they may be. */
function length_us({ settings, switches }: RaftState): number {
  const drift = switches['lease-without-margin'] ? 0 : settings.max_clock_drift_ppm / 1e6
  return (window_us(settings) * (1 - drift)) / (1 + drift)
}

/** A round begins. */
export function recordRound({ state }: Core, { lease, reads }: Leading): void {
  if (!state.settings.lease_reads || lease.rounds.length >= ROUNDS_MAX) return
  lease.rounds.push({ round: reads.round, began_us: state.now_us })
}

/** As long as leases are used, a round begins with each heartbeat and with new entries; true if so. */
export function renewsLease({ state }: Core, { lease, reads }: Leading): boolean {
  if (!state.settings.lease_reads || !lease.is_wanted) return false
  lease.is_wanted = false
  reads.round++
  return true
}

/** The lease runs from the beginning of the newest round that a quorum has confirmed. */
export function extendLease(state: RaftState, leading: Leading): void {
  const { rounds } = leading.lease
  if (rounds.length === 0) return
  const confirmed = confirmedRound(state, leading)
  while (rounds.length > 0 && rounds[0]!.round <= confirmed) leading.lease.from_us = rounds.shift()!.began_us
}
