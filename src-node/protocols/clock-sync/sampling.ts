import { remaining_us } from '../kit/clock-sync/correction'
import type { ClockSyncState } from './state'
import { leapInserted_us } from './time'
import { reading_us } from '../kit/clock-sync/client'

/** Gauges under the names of the description's series, as of the newest step. */
export function sample(state: ClockSyncState): Readonly<Record<string, number>> {
  const { client, seen_us, set_back } = state
  const leap = { leap_ms: leapInserted_us(state, reading_us(client, seen_us)) / 1000 }
  const newest = [...client.exchanges.values()].reduce(
    (last, one) => (last === null || one.at_us > last.at_us ? one : last),
    client.exchanges.values().next().value ?? null
  )
  if (newest === null) return leap
  const to_slew_us = remaining_us(client.correction, seen_us)
  return {
    ...leap,
    offset_ms: newest.offset_us / 1000,
    delay_ms: newest.delay_us / 1000,
    to_slew_ms: to_slew_us / 1000,
    set_back
  }
}
