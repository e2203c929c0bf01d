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

/** A write ordered before the read that the read does not reflect. */
interface SkippedWrite {
  readonly reader: number
  readonly write: number
}

/** The first pattern found among those for single reads. The order must put what a session writes to one key in order. */
export function findBadPattern(execution: Execution, order: Relation, meter: Meter): Finding | null {
  return findUnordered(execution, order) ?? findOverwritten(execution, order, meter, () => {})
}

/** The same and, where there is none, the pattern that keeps sessions from agreeing. */
export function findDivergence(execution: Execution, order: Relation, meter: Meter): Finding | null {
  const found = findUnordered(execution, order)
  if (found) return found
  const skipped_writes = new Map<string, SkippedWrite>()
  const { events } = execution
  const note = (passed: SkippedWrite) => {
    const pair = `${passed.write} ${events[passed.reader]!.reads}`
    if (!skipped_writes.has(pair)) skipped_writes.set(pair, passed)
  }
  return findOverwritten(execution, order, meter, note) ?? findConflict(execution, order, skipped_writes)
}

/** The two patterns that need no look at keys: a value that nobody wrote, and an order that goes in a circle. */
export function findUnordered(execution: Execution, order: Relation): Finding | null {
  const { events } = execution
  const invented = findInvented(execution)
  if (invented || order.sorted()) return invented
  const cycle = order.cycle().slice(1)
  const lines = cycle.map((e) => describe(events[e]!))
  return { events: cycle, why: `Each of these comes before the next, and the last before the first: ${lines.join('; ')}` }
}

function findOverwritten(
  execution: Execution,
  order: Relation,
  meter: Meter,
  onSkippedWrite: (passed: SkippedWrite) => void
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
          if (reads === INITIAL || clocks.includes(write, reads!)) return explainOverwritten(execution, order, reader, write)
          onSkippedWrite({ reader, write })
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

function explainOverwritten(execution: Execution, order: Relation, reader: number, write: number): Finding {
  const { reads } = execution.events[reader]!
  const older = reads === INITIAL ? [] : order.path(reads!, write)!
  const because = reads === INITIAL ? 'came before it' : 'came after that and before the read'
  const events = [...new Set([...older, ...order.path(write, reader)!])]
  return { events, why: overtaken(execution, reader, write, because) }
}

function findConflict(execution: Execution, order: Relation, skipped_writes: ReadonlyMap<string, SkippedWrite>): Finding | null {
  const { events } = execution
  const agreed = order.copy()
  for (const { reader, write } of skipped_writes.values()) agreed.add(write, events[reader]!.reads!)
  if (agreed.sorted()) return null
  const cycle = agreed.cycle()
  const involved = new Set(cycle)
  cycle.forEach((write, i) => {
    const passed = i > 0 ? skipped_writes.get(`${cycle[i - 1]} ${write}`) : undefined
    if (passed) for (const e of order.path(passed.write, passed.reader)!) involved.add(e)
  })
  const writes = [...new Set(cycle)].filter((e) => events[e]!.writes).map((e) => describe(events[e]!))
  return { events: [...involved], why: `No one order of these writes explains what all sessions saw: ${writes.join('; ')}` }
}
