import type { EventOf, LabEvent, MessageRef } from '../../../src-shared/events'
import type { EndpointId } from '../../../src-shared/ids'

/** A message drawn as it moves; `at` runs from 0 (sender) to 1 (receiver). */
export interface Dot {
  readonly from: EndpointId
  readonly to: EndpointId
  readonly type: string
  readonly forms: readonly string[] | null
  readonly at: number
  readonly dropped: boolean
}

interface Flight {
  readonly from: EndpointId
  readonly to: EndpointId
  readonly n: number
  readonly type: string
  readonly forms: readonly string[] | null
  readonly sent_t: number
  started_ms: number | null
  late_us: number
  dropped: boolean
}

/** Real flights take a fraction of a millisecond: shown ones take at least this, so an eye can follow. */
const FLIGHT_MS = 450
/** Dots at once, and the shortest distance in run time between two of a type on one link: a picture of the traffic, not a count. */
const FLIGHTS_MAX = 160
const LINK_INTERVAL_US = 120_000
/** A dropped message ends on its way, short of the word that stands on the link's middle, and stays a little. */
const DROP_AT = 0.33
const DROP_STAY_MS = 350

/** Chooses which messages of a run that goes on are shown, and where each is: none is as quick as it really was. Knows nothing of the screen. */
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
        const { from, to, type, forms } = flight
        dots.push({ from, to, type, forms, at, dropped: flight.dropped && at === DROP_AT })
      }
      return !over
    })
    return dots
  }

  #depart(event: EventOf<'sent'>): void {
    if (this.#flights.length >= FLIGHTS_MAX) return
    const { from, to, n, t, type, forms = null } = event
    const shown = `${from}>${to} ${forms?.[0] ?? type}`
    if (t - (this.#last_t.get(shown) ?? -LINK_INTERVAL_US) < LINK_INTERVAL_US) return
    this.#last_t.set(shown, t)
    this.#flights.push({ from, to, n, type, forms, sent_t: t, started_ms: null, late_us: 0, dropped: false })
  }

  #change(event: MessageRef, change: (flight: Flight) => void): void {
    const flight = this.#flights.find(({ from, to, n }) => n === event.n && from === event.from && to === event.to)
    if (flight) change(flight)
  }
}
