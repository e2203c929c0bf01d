/** What time a node takes it to be, and what its wall clock shows. */
import type { ClockInterval } from '../../../src-shared/clock/interval'
import { intervalAround } from '../../../src-shared/clock/interval'
import { interval, reading_us } from '../kit/clock-sync/client'
import type { ClockSyncState } from './state'

const LEAP_US = 1_000_000

/** By its reference clock, or by what its sources say; null: it has no time yet. */
export function timeOf({ role, settings, client }: ClockSyncState, now_us: number): ClockInterval | null {
  return role === 'stratum-1' ? intervalAround(now_us, settings.source_bound_us) : interval(client, now_us)
}

/** What the wall clock shows: the corrected clock, behind by as much of the leap second as has been inserted. */
export function wallClock_us(state: ClockSyncState, now_us: number): number {
  const time_us = reading_us(state.client, now_us)
  return time_us - leapInserted_us(state, time_us)
}

export function leapInserted_us(state: ClockSyncState, time_us: number): number {
  const { leap_at_us, settings } = state
  if (leap_at_us === null) return 0
  const since_us = time_us - leapStart_us(state)
  if (settings.leap_second === 'step') return since_us >= 0 ? LEAP_US : 0
  return Math.max(0, Math.min(1, since_us / settings.smear_us)) * LEAP_US
}

/** When it begins, once one is known of. A smear lasts from half of its time before the leap to half of it after, as public services have it. */
export function leapStart_us({ leap_at_us, settings }: ClockSyncState): number {
  return leap_at_us! - (settings.leap_second === 'step' ? 0 : settings.smear_us / 2)
}
