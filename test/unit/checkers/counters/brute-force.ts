/** The models of counters by their definitions: every order, and every choice of causes, is tried. For small histories. */
import { readCounters } from '../../../../src-main/checkers/consistency/counters/history'
import type { CounterEvent, CounterEvents } from '../../../../src-main/checkers/consistency/counters/history'
import type { RecordedOperation } from '../../../../src-main/workload/history'
import type { DEFINED } from '../defined-models'

type HappensBefore = (a: CounterEvent, b: CounterEvent) => boolean
/** What comes before each event that happened. */
type Predecessors = ReadonlyMap<CounterEvent, ReadonlySet<CounterEvent>>

export type Defined = (typeof DEFINED)[number]

/** Whether the definition of the model holds. */
export function countsByDefinition(history: readonly RecordedOperation[], model: Defined): boolean {
  const events = readCounters(history)
  const sessions = [...new Set(events.map(({ lane }) => lane))]
  const readsOf = (lane: number) => events.filter((e) => isRead(e) && e.lane === lane)
  const withWrites = (reads: CounterEvents, of = events) => [...of.filter((e) => !isRead(e)), ...reads]
  const sameKind: HappensBefore = (a, b) => isBefore(a, b) && isRead(a) === isRead(b)
  switch (model) {
    case 'sequential':
      return hasOrder(events, isBefore)
    case 'pram':
      return sessions.every((lane) => {
        const before: HappensBefore = (a, b) => isBefore(a, b) && (a.lane === lane || (!isRead(a) && !isRead(b)))
        return hasOrder(withWrites(readsOf(lane)), before)
      })
    case 'monotonic-writes':
      return sessions.every((lane) => hasOrder(withWrites(readsOf(lane)), sameKind))
    case 'monotonic-reads':
      return [...new Set(events.map(({ key }) => key))].every((key) => {
        const of_key = events.filter((e) => e.key === key)
        return sessions.every((lane) =>
          hasOrder(
            withWrites(
              readsOf(lane).filter((e) => e.key === key),
              of_key
            ),
            sameKind
          )
        )
      })
    case 'read-your-writes':
      return events.filter(isRead).every((read) =>
        hasOrder(
          withWrites(
            [read],
            events.filter(({ key }) => key === read.key)
          ),
          isBefore
        )
      )
    case 'causal':
      return someCauses(events, isBefore, () => true)
    case 'causal-convergence':
      return someCauses(events, isBefore, (predecessors) =>
        orders([...predecessors.keys()], inside(predecessors)).some((order) => respectsPredecessors(order, predecessors))
      )
    case 'causal-memory':
      return someCauses(events, isBefore, (predecessors) =>
        sessions.every((lane) => {
          const reads = readsOf(lane)
          const known = [...predecessors.keys()].filter((e) => reads.some((r) => r === e || predecessors.get(r)!.has(e)))
          const shown = known.filter((e) => !isRead(e) || e.lane === lane)
          return reads.length === 0 || hasOrder(shown, inside(predecessors), false)
        })
      )
    case 'writes-follow-reads':
      return someCauses(
        events,
        (a, b) => isBefore(a, b) && (isRead(a) || (!isRead(b) && a.key === b.key)),
        () => true
      )
  }
}

function isRead({ by }: CounterEvent): boolean {
  return by === null
}

function isBefore(a: CounterEvent, b: CounterEvent): boolean {
  if (a.lane !== b.lane || a === b || a.open) return false
  return a.slot < b.slot
}

function inside(predecessors: Predecessors): HappensBefore {
  return (a, b) => predecessors.get(b)!.has(a)
}

/**
 * Whether an order of causes within `before` explains each read by what comes before it, and `accepts` it. Increments need no causes
 * but those of `before`: whoever sees more with one can as well see it for itself.
 */
function someCauses(events: CounterEvents, before: HappensBefore, accepts: (predecessors: Predecessors) => boolean): boolean {
  return explore(events, new Map())

  function explore(left: CounterEvents, predecessors: Predecessors): boolean {
    if (left.length === 0) return accepts(predecessors)
    return left.some((event) => {
      if (left.some((other) => before(other, event))) return false
      const rest = left.filter((other) => other !== event)
      // What is open may never have happened.
      if (event.open && explore(rest, predecessors)) return true
      const needed = closed(
        [...predecessors.keys()].filter((e) => before(e, event)),
        predecessors
      )
      if (!isRead(event)) return explore(rest, new Map([...predecessors, [event, needed]]))
      const others = [...predecessors.keys()].filter((e) => !isRead(e) && !needed.has(e))
      return subsets(others).some((seen) => {
        const past = new Set([...needed, ...closed(seen, predecessors)])
        return sumOf([...past], event.key) === event.sees && explore(rest, new Map([...predecessors, [event, past]]))
      })
    })
  }
}

function closed(events: CounterEvents, predecessors: Predecessors): ReadonlySet<CounterEvent> {
  return new Set(events.flatMap((e) => [e, ...(predecessors.get(e) ?? [])]))
}

function subsets<T>(items: readonly T[]): T[][] {
  return items.reduce<T[][]>((sets, item) => [...sets, ...sets.map((set) => [...set, item])], [[]])
}

function orders(events: CounterEvents, before: HappensBefore): CounterEvents[] {
  if (events.length === 0) return [[]]
  return events.flatMap((event) => {
    if (events.some((other) => before(other, event))) return []
    return orders(
      events.filter((other) => other !== event),
      before
    ).map((rest) => [event, ...rest])
  })
}

function respectsPredecessors(order: CounterEvents, predecessors: Predecessors): boolean {
  return order.every(
    (e) =>
      !isRead(e) ||
      sumOf(
        order.filter((other) => predecessors.get(e)?.has(other)),
        e.key
      ) === e.sees
  )
}

function sumOf(events: CounterEvents, of: string): number {
  return events.reduce((sum, { key, by }) => (key === of ? sum + (by ?? 0) : sum), 0)
}

/** Whether some order within `before` explains all reads. `optional`: open increments may be left out. */
function hasOrder(events: CounterEvents, before: HappensBefore, optional = true): boolean {
  return explore(events, new Map())

  function explore(left: CounterEvents, sums: ReadonlyMap<string, number>): boolean {
    if (left.every(({ open }) => optional && open)) return true
    return left.some((event) => {
      const sum = sums.get(event.key) ?? 0
      if (left.some((other) => before(other, event) && !(optional && other.open))) return false
      if (isRead(event) && event.sees !== sum) return false
      const rest = left.filter((other) => other !== event)
      return explore(rest, isRead(event) ? sums : new Map([...sums, [event.key, sum + event.by!]]))
    })
  }
}
