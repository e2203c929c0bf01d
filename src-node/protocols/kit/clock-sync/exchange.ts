/** What a client learns of its own clock from one request and its answer (RFC 5905 §8). Pure. */
import type { TimeAnswer } from './messages'

/** Stamps are whole microseconds: each of the two clocks may have been cut by one. */
const PRECISION_US = 2

export interface Exchange {
  /** The client's clock when the answer came. */
  readonly at_us: number
  /** What must be added to the client's clock, if both ways took equally long. */
  readonly offset_us: number
  /** Round trip, without what the source took. */
  readonly delay_us: number
  /** How far the offset may be off at that moment: half the delay, the source's own bound, and the drift since the request left. */
  readonly bound_us: number
  readonly stratum: number
}

/** Null: no answer can have come before it left, so a clock was set in between. */
export function exchangeOf(answer: TimeAnswer, at_us: number, max_drift_ppm: number): Exchange | null {
  const { origin_us, receive_us, transmit_us, stratum } = answer
  const delay_us = at_us - origin_us - (transmit_us - receive_us)
  const offset_us = (receive_us - origin_us + (transmit_us - at_us)) / 2
  const drift_us = driftAllowance_us(at_us - origin_us, max_drift_ppm)
  const bound_us = Math.max(0, delay_us) / 2 + answer.bound_us + drift_us + PRECISION_US
  return delay_us < -drift_us - PRECISION_US ? null : { at_us, offset_us, delay_us, bound_us, stratum }
}

/** How much a clock that may drift so fast may have gained or lost while it counted `elapsed_us`. */
export function driftAllowance_us(elapsed_us: number, max_drift_ppm: number): number {
  const drift = max_drift_ppm / 1e6
  return (Math.abs(elapsed_us) * drift) / (1 - drift)
}
