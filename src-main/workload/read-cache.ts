import type { NodeId } from '../../src-shared/ids'
import type { Operation, OperationResult } from '../../src-shared/operations'
import { keysOf } from '../../src-shared/operations'

/** Keys whose answers, and whose writes, a client remembers; beyond it the oldest goes. */
const KEYS_MAX = 1000

/** What a read was answered. */
export interface CachedAnswer {
  readonly node: NodeId
  readonly result: OperationResult
  /** When the read began: from then on the answer may have been out of date. */
  readonly as_of_us: number
}

/** A read on its way to a node, whose answer others wait for. */
export interface Flight {
  /** When it began, as in what it is answered. */
  readonly as_of_us: number
  /** Called when it ends; null: without an answer. */
  readonly onLanded: ((answer: CachedAnswer | null) => void)[]
}

interface Asked {
  /** The operation itself, as text: a key may be read in several ways. */
  readonly asked: string
}

/**
 * A client's read-through cache of reads of one key. What is kept is as of the beginning of its read, so that an answer younger than the
 * time to live is no further behind than that; and the client's own writes drop it once they end, so that it reads them. Of reads that miss
 * at one time one asks a node (single flight), so that a slow owner is not asked the more for being slow.
 */
export class ReadCache {
  private readonly answers = new Map<string, Asked & { readonly answer: CachedAnswer }>()
  private readonly flights = new Map<string, Asked & { readonly flight: Flight }>()
  /** When this client last ended a write of the key: a read begun before may lack it. */
  private readonly written_us = new Map<string, number>()

  /** What is kept of this read, if it is younger than `ttl_us`. */
  find(operation: Operation, now_us: number, ttl_us: number): CachedAnswer | null {
    const kept = this.answers.get(operation.key)
    if (kept?.asked !== JSON.stringify(operation)) return null
    return now_us - kept.answer.as_of_us < ttl_us ? kept.answer : null
  }

  /** The same read on its way, if its answer will be as good as one that is kept. */
  findFlight(operation: Operation, now_us: number, ttl_us: number): Flight | null {
    const known = this.flights.get(operation.key)
    if (known?.asked !== JSON.stringify(operation)) return null
    return now_us - known.flight.as_of_us < ttl_us ? known.flight : null
  }

  /** The read asks a node; `land` it when it ends. */
  takeOff(operation: Operation, as_of_us: number): Flight {
    const flight: Flight = { as_of_us, onLanded: [] }
    const key = onlyKey(operation)
    if (key !== null) put(this.flights, key, { asked: JSON.stringify(operation), flight })
    return flight
  }

  /** The read has ended, with an answer or without. */
  land(operation: Operation, flight: Flight, answer: CachedAnswer | null): void {
    const { key } = operation
    if (this.flights.get(key)?.flight === flight) this.flights.delete(key)
    if (answer !== null) this.keep(operation, answer)
    for (const landed of flight.onLanded) landed(answer)
  }

  /** A write of this client has ended, whatever is known of it. */
  wrote(operation: Operation, now_us: number): void {
    for (const key of keysOf(operation)) {
      this.answers.delete(key)
      this.flights.delete(key)
      put(this.written_us, key, now_us)
    }
  }

  private keep(operation: Operation, answer: CachedAnswer): void {
    const key = onlyKey(operation)
    if (key === null) return
    const known_us = Math.max(this.answers.get(key)?.answer.as_of_us ?? -1, this.written_us.get(key) ?? -1)
    if (answer.as_of_us > known_us) put(this.answers, key, { asked: JSON.stringify(operation), answer })
  }
}

/** Reads of one key alone are kept; null: it has several. */
function onlyKey(operation: Operation): string | null {
  const [key, ...others] = keysOf(operation)
  return key === undefined || others.length > 0 ? null : key
}

function put<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > KEYS_MAX) map.delete(map.keys().next().value!)
}
