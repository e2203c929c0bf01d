import type { Ring } from '../../../src-shared/folds/ring'
import type { MessageTrace } from '../../../src-shared/folds/messages'
import { arrivedAt, sentAt } from './flights'

/** Run seconds per second, fastest first. */
export const PACES = [10, 1, 1 / 4, 1 / 20, 1 / 100, 1 / 400, 1 / 2000, 1 / 10_000] as const
export type Pace = (typeof PACES)[number]
const SLOWEST_FIRST = [...PACES].reverse()
/** `auto`: as slow as it must be for each message to be seen, and on to the next where there is none. */
export type ChosenPace = Pace | 'auto'

/** A message is on its link for about so long, µs on the screen's clock. */
const FLIGHT_US = 700_000
/** Nothing happens for no longer than this, µs on the screen's clock. */
const GAP_US = 400_000
/** After a change everything is shown slowly for so long, µs of the run: what it sets in motion. */
const AFTERMATH_US = 400
/** A message of which nothing more is known. */
const USUAL_FLIGHT_US = 200
const VISITED_MAX = 6_000

/** What the pace goes by. */
export interface Happenings {
  readonly messages: Ring<MessageTrace>
  readonly changes_us: readonly number[]
}

/** What is under way at a moment, and the moments before and after it at which something begins or ends; µs. */
export interface Beat {
  /** The shortest flight of those under way; null: nothing is. */
  readonly flight_us: number | null
  readonly before_us: number | null
  readonly next_us: number | null
}

/** `counts`: the messages that are to be seen. */
export function beatAt(t_us: number, { messages, changes_us }: Happenings, counts: (message: MessageTrace) => boolean): Beat {
  let flight_us: number | null = null
  let before_us: number | null = null
  let next_us: number | null = null
  const pass = (from_us: number, to_us: number): void => {
    if (from_us > t_us) next_us = Math.min(next_us ?? Infinity, from_us)
    else if (to_us <= t_us) before_us = Math.max(before_us ?? 0, to_us)
    else flight_us = Math.min(flight_us ?? Infinity, to_us - from_us)
  }
  const first = Math.max(0, messages.length - VISITED_MAX)
  for (let place = messages.length - 1; place >= first; place -= 1) {
    const message = messages.at(place)!
    if (counts(message)) pass(sentAt(message), endOf(message))
  }
  for (const change_us of changes_us) pass(change_us, change_us + AFTERMATH_US)
  return { flight_us, before_us, next_us }
}

/** The pace at which what is under way can be seen, or that leads to what comes next; real time where nothing does. */
export function paceOf(t_us: number, { flight_us, before_us, next_us }: Beat): Pace {
  if (flight_us !== null) return PACES.find((pace) => pace <= flight_us / FLIGHT_US) ?? PACES.at(-1)!
  if (next_us === null) return 1
  const gap_us = next_us - (before_us ?? t_us)
  return SLOWEST_FIRST.find((pace) => pace >= gap_us / GAP_US) ?? PACES[0]
}

/** The moment so long later on the screen's clock, µs: not beyond what comes next, however fast the way to it. */
export function momentAfter(t_us: number, passed_ms: number, pace: Pace, { next_us }: Beat): number {
  return Math.min(t_us + passed_ms * 1000 * pace, next_us ?? Infinity)
}

/** `real time`, `1/400 of real time`, `10 times real time`. */
export function paceText(pace: Pace): string {
  if (pace === 1) return 'real time'
  return pace > 1 ? `${pace} times real time` : `1/${Math.round(1 / pace)} of real time`
}

function endOf(message: MessageTrace): number {
  const sent_us = sentAt(message)
  return Math.max(sent_us + 1, arrivedAt(message) ?? message.dropped?.t ?? sent_us + USUAL_FLIGHT_US)
}
