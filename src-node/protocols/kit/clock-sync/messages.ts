/** What a client and a time source say to each other: the four stamps of RFC 5905 §8, three of them on the wire. */
import { isBelow, isCount, isInteger } from '../well-formed'

/** Strata from here on have no time to serve (RFC 5905 §7.3). */
export const STRATUM_MAX = 16

export type TimeRequest = {
  /** The client's clock when it asked; only names the request to the source. */
  readonly origin_us: number
}

export type TimeAnswer = TimeRequest & {
  /** The source's time when the request came … */
  readonly receive_us: number
  /** … and when the answer left. */
  readonly transmit_us: number
  /** How far the source's time may be off. */
  readonly bound_us: number
  /** Steps to a reference clock, the source's included: 1 has one of its own. */
  readonly stratum: number
}

/** What a source answers a request with: `served` is its own time, and how far that may be off. */
export function answer({ origin_us }: TimeRequest, served: Omit<TimeAnswer, 'origin_us'>): TimeAnswer {
  const { receive_us, transmit_us, bound_us, stratum } = served
  return {
    origin_us,
    receive_us: Math.round(receive_us),
    transmit_us: Math.round(transmit_us),
    bound_us: Math.ceil(bound_us),
    stratum
  }
}

export function isTimeRequest({ origin_us }: TimeRequest): boolean {
  return isInteger(origin_us)
}

export function isTimeAnswer(message: TimeAnswer): boolean {
  const { origin_us, receive_us, transmit_us, bound_us, stratum } = message
  return (
    isInteger(origin_us) && isInteger(receive_us) && isInteger(transmit_us) && isCount(bound_us) && isBelow(stratum, STRATUM_MAX)
  )
}
