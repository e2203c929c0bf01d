/**
 * The bad patterns of Bouajjani, Enea, Guerraoui and Hamza ("On verifying causal consistency", POPL 2017) over an order that the
 * operations must respect. Where every value is written once, each read alone can be explained if and only if there is none:
 * - the order goes in a circle (CyclicCO),
 * - a value is read that nobody wrote (ThinAirRead),
 * - the initial value is read after a write of the key (WriteCOInitRead),
 * - a write is read after another one that came after it (WriteCORead).
 * All sessions can moreover agree on one order of writes if and only if this does not go in a circle either (CyclicCF): a write
 * that a reader had before it, and that it did not see, comes before the one that it saw.
 */
import type { Execution } from '../execution/execution'
import { describe, findInvented, overtaken } from '../findings/finding'
import type { Finding } from '../findings/finding'
import type { Meter } from '../meter'
import type { Relation } from './relation'
import { INITIAL } from '../execution/versions'
import { WriteClocks, chainsByKey } from './write-chains'

/** A write that a reader had before it and did not see. */
interface PassedOver {
  readonly reader: number
  readonly write: number
}

/** The first pattern found among those for single reads. The order must put what a session writes to one key in order. */
export function findBadPattern(execution: Execution, order: Relation, meter: Meter): Finding | null {
  return findUnordered(execution, order) ?? findOvertaken(execution, order, meter, () => {})
}

/** The same and, where there is none, the pattern that keeps sessions from agreeing. */
export function findDivergence(execution: Execution, order: Relation, meter: Meter): Finding | null {
  const found = findUnordered(execution, order)
  if (found) return found
  const passed_over = new Map<string, PassedOver>()
  const { events } = execution
  const note = (passed: PassedOver) => {
    const pair = `${passed.write} ${events[passed.reader]!.reads}`
    if (!passed_over.has(pair)) passed_over.set(pair, passed)
  }
  return findOvertaken(execution, order, meter, note) ?? findConflict(execution, order, passed_over)
}

/** The two patterns that need no look at keys: a value that nobody wrote, and an order that goes in a circle. */
export function findUnordered(execution: Execution, order: Relation): Finding | null {
  const { events } = execution
  const invented = findInvented(execution)
  if (invented || order.sorted()) return invented
  const circle = order.circle().slice(1)
  const lines = circle.map((e) => describe(events[e]!))
  return { events: circle, why: `Each of these comes before the next, and the last before the first: ${lines.join('; ')}` }
}

function findOvertaken(
  execution: Execution,
  order: Relation,
  meter: Meter,
  onPassedOver: (passed: PassedOver) => void
): Finding | null {
  const { events } = execution
  const sorted = order.sorted()!
  const readers = readersByKey(execution)
  for (const chains of chainsByKey(execution)) {
    const clocks = WriteClocks.along(order, sorted, chains, meter)
    for (const [key, segments] of chains.of_key) {
      for (const reader of readers.get(key) ?? []) {
        meter.spend(segments.length)
        const { reads } = events[reader]!
        for (const segment of segments) {
          const write = clocks.lastBefore(reader, segment)
          if (write < 0 || write === reads) continue
          if (reads === INITIAL || clocks.includes(write, reads!)) return explainOvertaken(execution, order, reader, write)
          onPassedOver({ reader, write })
        }
      }
    }
  }
  return null
}

function readersByKey({ events }: Execution): Map<string, number[]> {
  const readers = new Map<string, number[]>()
  events.forEach(({ key, reads }, e) => {
    if (reads === null) return
    const of_key = readers.get(key)
    if (of_key) of_key.push(e)
    else readers.set(key, [e])
  })
  return readers
}

function explainOvertaken(execution: Execution, order: Relation, reader: number, write: number): Finding {
  const { reads } = execution.events[reader]!
  const older = reads === INITIAL ? [] : order.path(reads!, write)!
  const because = reads === INITIAL ? 'came before it' : 'came after that and before the read'
  const events = [...new Set([...older, ...order.path(write, reader)!])]
  return { events, why: overtaken(execution, reader, write, because) }
}

function findConflict(execution: Execution, order: Relation, passed_over: ReadonlyMap<string, PassedOver>): Finding | null {
  const { events } = execution
  const agreed = order.copy()
  for (const { reader, write } of passed_over.values()) agreed.add(write, events[reader]!.reads!)
  if (agreed.sorted()) return null
  const circle = agreed.circle()
  const involved = new Set(circle)
  circle.forEach((write, i) => {
    const passed = i > 0 ? passed_over.get(`${circle[i - 1]} ${write}`) : undefined
    if (passed) for (const e of order.path(passed.write, passed.reader)!) involved.add(e)
  })
  const writes = [...new Set(circle)].filter((e) => events[e]!.writes).map((e) => describe(events[e]!))
  return { events: [...involved], why: `No one order of these writes explains what all sessions saw: ${writes.join('; ')}` }
}
