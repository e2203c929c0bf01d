import type { Event, Execution } from './execution'
import type { Relation } from '../orders/relation'

/** The events of each lane in order; open events just before those that began later. */
export function inSessionOrder({ events }: Execution): number[][] {
  const lanes = new Map<number, number[]>()
  events.forEach(({ lane }, e) => {
    const members = lanes.get(lane)
    if (members) members.push(e)
    else lanes.set(lane, [e])
  })
  const isLater = (a: number, b: number) =>
    events[a]!.slot - events[b]!.slot || Number(events[b]!.open) - Number(events[a]!.open) || a - b
  return [...lanes.values()].map((members) => members.sort(isLater))
}

/** For each event the last one before it in its session that `isLink` accepts, of the same `part` of the session; -1 for none. */
export function previousInSession(
  execution: Execution,
  isLink: (event: Event) => boolean,
  part: (event: Event) => string = () => ''
): Int32Array {
  const { events } = execution
  const previous = new Int32Array(events.length).fill(-1)
  for (const members of inSessionOrder(execution)) {
    const last = new Map<string, number>()
    for (const e of members) {
      const event = events[e]!
      const of_part = part(event)
      previous[e] = last.get(of_part) ?? -1
      if (!event.open && isLink(event)) last.set(of_part, e)
    }
  }
  return previous
}

/** Adds "the previous one comes before it" for the events that `isFollower` accepts. */
export function addPrevious(relation: Relation, previous: Int32Array, isFollower: (e: number) => boolean = () => true): void {
  previous.forEach((before, e) => {
    if (before >= 0 && isFollower(e)) relation.add(before, e)
  })
}

/** Adds "the write comes before those who saw it" for the reads that `isReader` accepts. */
export function addReadsFrom({ events }: Execution, relation: Relation, isReader: (e: number) => boolean = () => true): void {
  events.forEach(({ reads }, e) => {
    if (reads !== null && reads >= 0 && isReader(e)) relation.add(reads, e)
  })
}

/** A session, by its lane and what it read, in order. An open operation that reads is the end of a session of its own. */
export interface Observer {
  readonly lane: number
  readonly reads: readonly number[]
}

/** The sessions that read something. */
export function observersOf(execution: Execution): Observer[] {
  const { events } = execution
  return inSessionOrder(execution).flatMap((members): Observer[] => {
    const { lane } = events[members[0]!]!
    const reading = members.filter((e) => events[e]!.reads !== null)
    const ended = reading.filter((e) => !events[e]!.open)
    const open = reading.filter((e) => events[e]!.open)
    const endingIn = (e: number) => ({ lane, reads: [...ended.filter((r) => events[r]!.slot < events[e]!.slot), e] })
    return [...(ended.length > 0 ? [{ lane, reads: ended }] : []), ...open.map((e) => endingIn(e))]
  })
}
