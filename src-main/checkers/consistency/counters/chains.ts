import { bySession } from './history'
import type { CounterEvent, CounterEvents } from './history'

/** Events that are in order anyway: those of a session that ended, or one open increment. */
export interface Chain {
  readonly increments: CounterEvents
  readonly open: boolean
  /** An open increment comes after those that ended before it: the first `needs` of the chain in the place `after`; -1: of none. */
  readonly after: number
  readonly needs: number
}

/** The chains of all increments, open ones first. */
export function chainsOf(events: CounterEvents): Chain[] {
  const increments = events.filter(({ by }) => by !== null)
  const open = increments.filter((event) => event.open)
  const ended = bySession(increments.filter((event) => !event.open))
  const place = new Map(ended.map((chain, at) => [chain[0]!.lane, open.length + at]))
  const single = (event: CounterEvent): Chain => {
    const after = place.get(event.lane) ?? -1
    const needs = after < 0 ? 0 : ended[after - open.length]!.filter(({ slot }) => slot < event.slot).length
    return { increments: [event], open: true, after, needs }
  }
  return [...open.map(single), ...ended.map((chain): Chain => ({ increments: chain, open: false, after: -1, needs: 0 }))]
}
