/**
 * Leases: whoever has answered the leader promises no other ballot for {@link window_us} by its own clock. Within that time, by the leader's
 * clock and less what clocks may drift apart, the leader answers reads without asking anybody.
 */
import type { NodeId } from '../../../src-shared/ids'
import { confirmedRound } from './reads'
import type { Leading, Lease, MultiPaxosState, Settings } from './state'

/** Rounds under way whose beginning is remembered; more do not extend the lease. */
const ROUNDS_MAX = 64

export function newLease(): Lease {
  return { rounds: [], from_us: null, is_wanted: false }
}

/** For how long a node that has heard its leader promises nothing to others. */
function window_us({ heartbeat_us, election_timeout_us }: Settings): number {
  return Math.min(2 * heartbeat_us, election_timeout_us[0])
}

/** Whether a leader other than the asker has been heard so lately that nothing may be promised. A clock that was set back counts as silence. */
export function hearsLeader({ id, role, leader, last_heard_us, now_us, settings }: MultiPaxosState, asker: NodeId): boolean {
  if (!settings.lease_reads || asker === leader) return false
  if (role === 'leader') return asker !== id
  if (last_heard_us === null) return false
  const silence_us = now_us - last_heard_us
  return silence_us >= 0 && silence_us < window_us(settings)
}

/** Whether the leader may answer a read on its own, which also says that it would like to. */
export function holdsLease(state: MultiPaxosState, { lease, opened_at }: Leading): boolean {
  lease.is_wanted = true
  // Before that it does not know what was chosen in earlier ballots.
  if (lease.from_us === null || state.commit < opened_at) return false
  const elapsed_us = state.now_us - lease.from_us
  return elapsed_us >= 0 && elapsed_us < length_us(state)
}

/** By the leader's clock, so that it ends first even if the leader's clock is as slow and the others' are as fast as they may be. */
function length_us({ settings, switches }: MultiPaxosState): number {
  const drift = switches['lease-without-margin'] ? 0 : settings.max_clock_drift_ppm / 1e6
  return (window_us(settings) * (1 - drift)) / (1 + drift)
}

/** A round begins. */
export function recordRound({ settings, now_us }: MultiPaxosState, { lease, reads }: Leading): void {
  if (!settings.lease_reads || lease.rounds.length >= ROUNDS_MAX) return
  lease.rounds.push({ round: reads.round, began_us: now_us })
}

/** As long as leases are used, a round begins with each heartbeat; true if so. */
export function renewsLease({ settings }: MultiPaxosState, { lease, reads }: Leading): boolean {
  if (!settings.lease_reads || !lease.is_wanted) return false
  lease.is_wanted = false
  reads.round++
  return true
}

/** The lease runs from the beginning of the newest round that a quorum has confirmed. */
export function extendLease(state: MultiPaxosState, leading: Leading): void {
  const { lease } = leading
  if (lease.rounds.length === 0) return
  const confirmed = confirmedRound(state, leading)
  while (lease.rounds.length > 0 && lease.rounds[0]!.round <= confirmed) lease.from_us = lease.rounds.shift()!.began_us
}
