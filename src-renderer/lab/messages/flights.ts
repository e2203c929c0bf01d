import type { DropCause } from '../../../src-shared/events'
import type { Ring } from '../../../src-shared/folds/ring'
import type { MessageTrace } from '../../../src-shared/folds/messages'

/** A message on its link at some moment. Reused from frame to frame. */
export interface Flight {
  message: MessageTrace
  /** From 0 (sender) to 1 (receiver). */
  at: number
  /** It ended here, in a cross. */
  lost: boolean
  /** It leaves a trail. */
  late: boolean
  /** 1 on its way; afterwards down to 0. */
  strength: number
}

/** Held back by its link for as long, it counts as late, µs. */
const LATE_US = 2_000
/** Whose fate is not known is looked for no further back than this, µs and messages. */
const BACK_US = 10_000_000
const VISITED_MAX = 6_000
const FLIGHTS_MAX = 200
/** What has not arrived is short of its receiver. */
const AT_MAX = 0.95
/** On its way for much longer than its link takes, it is lost without a word: its receiver was gone. */
const OVERDUE_FACTOR = 5
const OVERDUE_US_MIN = 50_000

/** Where on its link a message is lost, by why. */
const LOST_AT: Readonly<Partial<Record<DropCause, number>>> = {
  'not-connected': 0.06,
  'sender-queue-full': 0.06,
  'receiver-gone': 0.92,
  corrupt: 0.92,
  malformed: 0.92
}
const LOST_ON_THE_WAY = 0.33

/** When a message set out, µs. */
export function sentAt({ sent_us, first_us }: MessageTrace): number {
  return sent_us ?? first_us
}

/** When a message reached its receiver, µs; null: it did not, or not as far as is known. */
export function arrivedAt({ delivered_us, received_us }: MessageTrace): number | null {
  return delivered_us ?? received_us
}

/** Held up by its link for long enough to be seen. */
export function isLate({ late_us }: MessageTrace): boolean {
  return (late_us ?? 0) >= LATE_US
}

/** What is on its way at a moment, and for a little while what was lost or late. */
export class Flights {
  private readonly flights: Flight[] = []
  count = 0

  /** The {@link count} first are on show. */
  get items(): readonly Flight[] {
    return this.flights
  }

  /** `stay_us`: how long crosses and trails stay. `usual_us`: how long a link takes, as far as is known. */
  moveTo(messages: Ring<MessageTrace>, t_us: number, stay_us: number, usual_us: (message: MessageTrace) => number): void {
    this.count = 0
    const first = Math.max(0, messages.length - VISITED_MAX)
    for (let place = messages.length - 1; place >= first && this.count < FLIGHTS_MAX; place -= 1) {
      const message = messages.at(place)!
      if (message.first_us < t_us - BACK_US) return
      if (sentAt(message) <= t_us) this.add(message, t_us, stay_us, usual_us)
    }
  }

  private add(message: MessageTrace, t_us: number, stay_us: number, usual_us: (message: MessageTrace) => number): void {
    const sent_us = sentAt(message)
    const arrived_us = arrivedAt(message)
    if (arrived_us !== null) {
      const late = isLate(message)
      const left_us = t_us - arrived_us
      if (left_us < 0) this.push(message, (t_us - sent_us) / (arrived_us - sent_us), false, late, 1)
      else if (late && left_us < stay_us) this.push(message, 1, false, true, 1 - left_us / stay_us)
    } else if (message.dropped !== null) this.addLost(message, t_us, stay_us, message.dropped)
    else {
      const usual = usual_us(message)
      if (t_us - sent_us <= Math.max(OVERDUE_US_MIN, OVERDUE_FACTOR * usual))
        this.push(message, Math.min(AT_MAX, (t_us - sent_us) / usual), false, isLate(message), 1)
    }
  }

  /** It is dropped at once or nearly, and yet one must see it set out. */
  private addLost(message: MessageTrace, t_us: number, stay_us: number, dropped: { t: number; cause: DropCause }): void {
    const place = LOST_AT[dropped.cause] ?? LOST_ON_THE_WAY
    const sent_us = sentAt(message)
    const end_us = Math.max(dropped.t, sent_us + stay_us / 2)
    if (t_us < end_us) this.push(message, (place * (t_us - sent_us)) / (end_us - sent_us), false, false, 1)
    else if (t_us < end_us + stay_us) this.push(message, place, true, false, 1 - (t_us - end_us) / stay_us)
  }

  private push(message: MessageTrace, at: number, lost: boolean, late: boolean, strength: number): void {
    const flight = this.flights[this.count]
    if (flight === undefined) this.flights.push({ message, at, lost, late, strength })
    else {
      flight.message = message
      flight.at = at
      flight.lost = lost
      flight.late = late
      flight.strength = strength
    }
    this.count += 1
  }
}
