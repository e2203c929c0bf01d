import type { LabEvent, MessageRef } from '../../../src-shared/events'
import { statusOf, recentMessages } from '../../../src-shared/folds/messages'
import type { RunFold } from '../../../src-shared/folds/run'
import { linkId } from '../../../src-shared/ids'
import type { EndpointId } from '../../../src-shared/ids'

/** A message drawn as a moving dot; `at` runs from 0 (sender) to 1 (receiver). */
export interface Dot {
  readonly from: EndpointId
  readonly to: EndpointId
  readonly at: number
  readonly dropped: boolean
}

interface Flight {
  readonly from: EndpointId
  readonly to: EndpointId
  readonly n: number
  readonly sent_t: number
  started_ms: number | null
  late_us: number
  dropped: boolean
}

/** Real flights take a fraction of a millisecond: shown ones take at least this, so an eye can follow. */
const FLIGHT_MS = 450
/** Dots at once, and the shortest distance in run time between two on one link: a picture of the traffic, not a count. */
const FLIGHTS_MAX = 160
const LINK_INTERVAL_US = 120_000
/** A dropped message ends on its way, short of the word that stands on the link's middle, and stays a little. */
const DROP_AT = 0.33
const DROP_STAY_MS = 350

/** Chooses which traced messages to show as dots, and where each is. Knows nothing of the screen. */
export class MessageDots {
  #flights: Flight[] = []
  readonly #last_t = new Map<string, number>()

  observe(event: LabEvent): void {
    if (event.kind === 'sent') this.#depart(event)
    else if (event.kind === 'dropped') this.#change(event, (flight) => (flight.dropped = true))
    else if (event.kind === 'delivered') this.#change(event, (flight) => (flight.late_us = event.t - flight.sent_t))
  }

  /** Dots at this moment of the screen's clock; flights that are over leave. */
  at(now_ms: number): Dot[] {
    const dots: Dot[] = []
    this.#flights = this.#flights.filter((flight) => {
      flight.started_ms ??= now_ms
      const elapsed_ms = now_ms - flight.started_ms
      const flight_ms = Math.max(FLIGHT_MS, flight.late_us / 1000)
      const over = flight.dropped ? elapsed_ms > flight_ms * DROP_AT + DROP_STAY_MS : elapsed_ms > flight_ms
      if (!over) {
        const at = Math.min(flight.dropped ? DROP_AT : 1, elapsed_ms / flight_ms)
        dots.push({ from: flight.from, to: flight.to, at, dropped: flight.dropped && at === DROP_AT })
      }
      return !over
    })
    return dots
  }

  #depart(event: MessageRef & { readonly t: number }): void {
    if (this.#flights.length >= FLIGHTS_MAX) return
    const link = `${event.from}>${event.to}`
    if (event.t - (this.#last_t.get(link) ?? -LINK_INTERVAL_US) < LINK_INTERVAL_US) return
    this.#last_t.set(link, event.t)
    const { from, to, n, t } = event
    this.#flights.push({ from, to, n, sent_t: t, started_ms: null, late_us: 0, dropped: false })
  }

  #change(event: MessageRef, change: (flight: Flight) => void): void {
    const flight = this.#flights.find(({ from, to, n }) => n === event.n && from === event.from && to === event.to)
    if (flight) change(flight)
  }
}

/** What is on its way for much longer than its link takes is lost without a word: its receiver was gone. */
const LATE_FACTOR = 5
const FLIGHT_US_MAX = 10_000_000
const FLIGHT_US_MIN = 50_000
/** What is not lost and has not arrived is still short of its receiver. */
const AT_MAX = 0.95
const TYPICAL_DELAY_MS = 0.2

/** Messages that are under way at this moment, each where it has got to as far as its link's mean delay tells. */
export function dotsInFlight(fold: RunFold, t_us: number): Dot[] {
  const dots: Dot[] = []
  for (const message of recentMessages(fold.messages, t_us - FLIGHT_US_MAX)) {
    if (statusOf(message) !== 'in flight' || message.sent_us === null) continue
    const { from, to } = message
    const link = fold.cluster.links.get(linkId(from, to))
    const delay_ms = Math.max(link?.settings.delay_ms ?? 0, link?.delay_ms ?? TYPICAL_DELAY_MS)
    const passed_us = t_us - message.sent_us
    if (passed_us > Math.max(FLIGHT_US_MIN, LATE_FACTOR * delay_ms * 1000)) continue
    dots.push({ from, to, at: Math.min(AT_MAX, passed_us / 1000 / delay_ms), dropped: false })
    if (dots.length >= FLIGHTS_MAX) break
  }
  return dots
}
