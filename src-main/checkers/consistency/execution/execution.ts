/**
 * A history as the models see it: operations that read, write or do both, each read traced to the write that it saw, and each
 * session's operations in order. The models speak of registers whose values are written once; see `ambiguous` and `opaque` for what
 * becomes of other histories. A compare-and-set that swapped read what it expected; one that did not tells only what it did not find. An
 * append reads what stood there before and writes the whole, where a later read shows both. Failed operations, unknown reads and
 * writes of unknown outcome that nobody can have met did not happen, nor did a compare-and-set of unknown outcome whose expected value
 * was never there; a write of unknown outcome that was seen did happen, where no other can have been what was seen.
 */
import type { RecordedOperation } from '../../../workload/history'
import { likelyType } from '../../models'
import { assignLanes } from './sessions'
import type { LanePosition } from './sessions'
import { INITIAL, KeyVersions, NOBODY } from './versions'
import type { Value } from './versions'

/** One operation. Events refer to each other by their place in {@link Execution.events}. */
export interface Event extends LanePosition {
  readonly operation: RecordedOperation
  readonly key: string
  /** The write that it saw, `INITIAL` or `NOBODY`; null: it read nothing, or `candidates` may all have been it. */
  readonly reads: number | null
  /** Writes that all left the value it saw (with `INITIAL` first where that did too); null where `reads` says which. An optional
   * event has what it would have seen here. */
  readonly candidates: readonly number[] | null
  readonly writes: boolean
  /** Of unknown outcome: it comes before nothing in its session. */
  readonly open: boolean
  /** Open and seen by nobody for certain, but perhaps by somebody, or met by a compare-and-set that did not find its value: it may have happened. */
  readonly optional: boolean
  /** The value it saw; undefined: it saw none, or that is not known. */
  readonly sees: Value | undefined
  /** The value it left; undefined: none, or one that nobody saw. */
  readonly leaves: Value | undefined
  /** The value that a compare-and-set did not find; undefined for others. */
  readonly avoids: Value | undefined
}

/** In the order of invocation. */
export interface Execution {
  readonly events: readonly Event[]
  /** What each key holds at first. */
  readonly initial: Value
}

/** What was made of a history. */
export interface Reading {
  readonly execution: Execution
  /** Why the order of writes cannot be told from the values at all; null where it can. */
  readonly opaque: string | null
  /** An append that was seen to leave two different values, and those who saw; null where there is none. */
  readonly torn: readonly RecordedOperation[] | null
}

const REGISTER_OPERATIONS: ReadonlySet<string> = new Set(['get', 'put', 'append', 'cas', 'delete'])

/** Why the models of registers do not apply to such a history; null where they do. */
export function notRegisters(history: readonly RecordedOperation[]): string | null {
  const other = history.find(({ operation }) => !REGISTER_OPERATIONS.has(operation.f))
  if (!other) return null
  const type = likelyType(history)
  const where = `${other.client} #${other.op} is ${other.operation.f}`
  return type === 'set' || type === 'list' || type === 'queue'
    ? `the model does not apply to a ${type} (${where}), which is judged by linearizable alone`
    : `the model applies to registers or to counters, not to both at once (${where})`
}

/** Traces a history's reads to their writes. */
export function readHistory(history: readonly RecordedOperation[], initial: Value): Reading {
  const operations = withoutImpossible(history.filter(mayHaveHappened), initial)
  operations.sort((a, b) => a.invoked_us - b.invoked_us || a.op - b.op)
  const keys = versionsOf(operations, initial)
  traceReads(operations, keys)
  const places = assignLanes(operations)
  const events = operations.map((operation, index) =>
    eventOf(operation, index, places[index]!, keys.get(operation.operation.key)!)
  )
  return { opaque: whyOpaque(events, keys), torn: tornAppend(events, keys), execution: withoutUnseen({ events, initial }) }
}

function versionsOf(operations: readonly RecordedOperation[], initial: Value): ReadonlyMap<string, KeyVersions> {
  const keys = new Map<string, KeyVersions>()
  operations.forEach((operation, index) => {
    const { key } = operation.operation
    let versions = keys.get(key)
    if (!versions) keys.set(key, (versions = new KeyVersions(initial)))
    if (mayWrite(operation)) versions.add(index, operation)
  })
  return keys
}

/** Without compare-and-sets of unknown outcome whose expected value no other operation that may have happened can have left. */
function withoutImpossible(operations: readonly RecordedOperation[], initial: Value): RecordedOperation[] {
  const keys = versionsOf(operations, initial)
  const impossible = new Set<RecordedOperation>()
  for (let before = -1; before !== impossible.size;) {
    before = impossible.size
    operations.forEach((o, index) => {
      const { operation, outcome } = o
      if (operation.f !== 'cas' || outcome !== 'unknown' || impossible.has(o)) return
      const versions = keys.get(operation.key)!
      if (versions.canLeave(operation.expected, index)) return
      versions.removeWhole(index, operation.value)
      impossible.add(o)
    })
  }
  return operations.filter((operation) => !impossible.has(operation))
}

/** The events that are kept, and those of them that read from none that is not; open ones only as far as they were seen. */
export function narrow(execution: Execution, isKept: (event: number) => boolean): Execution {
  const { events } = execution
  const kept = events.map((_, i) => isKept(i))
  const rewritten = new Set(events.filter(({ writes }, i) => writes && !kept[i]).map(({ key }) => key))
  const isRooted = (event: Event) =>
    sourcesOf(event).every((source) => source < 0 || kept[source]) &&
    // What a compare-and-set did not find may have been written over by any of the writes left out.
    (event.avoids === undefined || !rewritten.has(event.key))
  dropUntilStable(kept, (i) => isRooted(events[i]!))
  return withoutUnseen(execution, kept)
}

/** What was known of the execution at `time_us`: all that had not ended by then was of unknown outcome. */
export function knownBy({ events, initial }: Execution, time_us: number): Execution {
  const isOver = ({ operation }: Event) => operation.completed_us !== null && operation.completed_us <= time_us
  const kept = events.map((event) => event.writes || isOver(event))
  const known = events.map((event) => (isOver(event) || event.open ? event : { ...event, open: true }))
  return withoutUnseen({ events: known, initial }, kept)
}

/** The same where each of those events saw just that write: of the others of unknown outcome fewer may have happened. */
export function assumeSources({ events, initial }: Execution, sources: ReadonlyMap<number, number>): Execution {
  const supposed = events.map((event, e) => {
    const reads = sources.get(e)
    return reads === undefined ? event : { ...event, reads, candidates: null }
  })
  return withoutUnseen({ events: supposed, initial })
}

/** Certain events of which it is not known what they saw. */
export function ambiguousReadsOf({ events }: Execution): number[] {
  return events.flatMap(({ candidates, optional }, e) => (candidates && !optional ? [e] : []))
}

/** What the event may have seen, the newest write that was invoked before its answer first. */
export function likelySources({ candidates, operation }: Event, { events }: Execution): number[] {
  const end_us = operation.completed_us ?? Infinity
  const invoked = (source: number) => (source === INITIAL ? -1 : events[source]!.operation.invoked_us)
  const isLate = (source: number) => Number(invoked(source) > end_us)
  return [...candidates!].sort((a, b) => isLate(a) - isLate(b) || invoked(b) - invoked(a))
}

/** The write that an event saw, as far as that is known: each that can have been it. */
export function sourcesOf({ reads, candidates }: Event): readonly number[] {
  return candidates ?? (reads === null ? [] : [reads])
}

function mayHaveHappened({ operation, outcome }: RecordedOperation): boolean {
  return outcome === 'ok' || (outcome === 'unknown' && operation.f !== 'get')
}

function mayWrite({ operation, result }: RecordedOperation): boolean {
  return operation.f !== 'get' && result?.swapped !== false
}

/** Traces what was seen for certain, then what compare-and-sets of unknown outcome must have seen whose values were seen. */
function traceReads(operations: readonly RecordedOperation[], keys: ReadonlyMap<string, KeyVersions>): void {
  for (const { operation, outcome, result } of operations) {
    const versions = keys.get(operation.key)!
    if (operation.f === 'get') versions.sourcesOf(result?.value ?? null)
    else if (operation.f === 'cas' && outcome === 'ok' && result?.swapped) versions.sourcesOf(operation.expected)
  }
  const unknown = operations.flatMap((o, index) => (o.operation.f === 'cas' && o.outcome === 'unknown' ? [index] : []))
  const only = (versions: KeyVersions, index: number, leaves: Value) =>
    versions.sourcesOf(leaves).every((source) => source === index)
  const doubtful = traceUnknown(operations, keys, unknown, only)
  for (const versions of keys.values()) versions.markCertain()
  traceUnknown(operations, keys, doubtful, () => true)
}

/** Traces what those saw that `mayTrace` accepts, whose values were seen; answers the others. */
function traceUnknown(
  operations: readonly RecordedOperation[],
  keys: ReadonlyMap<string, KeyVersions>,
  places: readonly number[],
  mayTrace: (versions: KeyVersions, index: number, leaves: Value) => boolean
): readonly number[] {
  let waiting = places
  for (let before = -1; before !== waiting.length;) {
    before = waiting.length
    waiting = waiting.filter((index) => {
      const { operation } = operations[index]!
      const versions = keys.get(operation.key)!
      if (operation.f !== 'cas' || !versions.isTraced(operation.value) || !mayTrace(versions, index, operation.value)) return true
      versions.sourcesOf(operation.expected)
      return false
    })
  }
  return waiting
}

function eventOf(operation: RecordedOperation, index: number, { lane, slot }: LanePosition, versions: KeyVersions): Event {
  const { key } = operation.operation
  const { sees, leaves, avoids } = valuesOf(operation, index, versions)
  const is_traced = sees !== undefined && (operation.outcome === 'ok' || versions.isTraced(leaves!))
  const sources = is_traced ? versions.sourcesOf(sees).filter((source) => source !== index) : null
  return {
    operation,
    key,
    lane,
    slot,
    reads: sources === null || sources.length > 1 ? null : (sources[0] ?? NOBODY),
    candidates: sources !== null && sources.length > 1 ? sources : null,
    writes: mayWrite(operation),
    open: operation.outcome === 'unknown',
    optional: false,
    sees,
    leaves,
    avoids
  }
}

function valuesOf(
  { operation, result }: RecordedOperation,
  index: number,
  versions: KeyVersions
): Partial<Pick<Event, 'sees' | 'leaves' | 'avoids'>> {
  switch (operation.f) {
    case 'get':
      return { sees: result?.value ?? null }
    case 'put':
      return { leaves: operation.value }
    case 'delete':
      return { leaves: null }
    case 'cas':
      if (result?.swapped === false) return { avoids: operation.expected }
      return { sees: operation.expected, leaves: operation.value }
    case 'append': {
      const [left, ...others] = versions.left_by.get(index) ?? []
      return left === undefined || others.length > 0 ? {} : { sees: versions.valueBefore(left), leaves: left }
    }
    default:
      return {}
  }
}

function whyOpaque(events: readonly Event[], keys: ReadonlyMap<string, KeyVersions>): string | null {
  for (const [key, { indistinct, is_certain }] of keys) {
    if (indistinct !== null) return `what was appended to ${key} cannot be told from what others wrote there`
    if (!is_certain) return `whether an append to ${key} was seen by a compare-and-set of unknown outcome cannot be told`
  }
  const blind = events.find(
    ({ avoids, key }) => avoids !== undefined && keys.get(key)!.has_appends && !keys.get(key)!.isTraced(avoids)
  )
  return blind ? `whether ${blind.key} ever was what a compare-and-set did not find cannot be told` : null
}

function tornAppend(events: readonly Event[], keys: ReadonlyMap<string, KeyVersions>): readonly RecordedOperation[] | null {
  for (const { left_by } of keys.values()) {
    for (const [append, left] of left_by) {
      if (left.size < 2) continue
      const { key, operation } = events[append]!
      const observers = [...left].flatMap(
        (value) => events.find((e) => e.key === key && typeof e.sees === 'string' && e.sees.startsWith(value))?.operation ?? []
      )
      return [...new Set([operation, ...observers])]
    }
  }
  return null
}

/** Of the `kept` events those that ended, what they saw, and what that saw; and the open ones that may have happened. */
function withoutUnseen({ events, initial }: Execution, kept: readonly boolean[] = events.map(() => true)): Execution {
  const certain = reached(events, kept, (sources) => sources.length === 1)
  const possible = reached(events, kept, () => true)
  const avoiding = new Set(events.flatMap(({ avoids, key }, i) => (certain[i] && avoids !== undefined ? [key] : [])))
  const isOptional = ({ key }: Event, i: number) => !certain[i] && kept[i]! && (possible[i]! || avoiding.has(key))
  const marked = events.map((event, i) => withSources(event, isOptional(event, i)))
  return renumber(
    { events: marked, initial },
    marked.map(({ optional }, i) => optional || certain[i]!)
  )
}

/** Those that ended and, over again, what those saw whose sources are to be `followed`. */
function reached(
  events: readonly Event[],
  kept: readonly boolean[],
  followed: (sources: readonly number[]) => boolean
): boolean[] {
  const happened = events.map(({ open }, i) => kept[i]! && !open)
  const seen = events.flatMap((_, i) => (happened[i] ? [i] : []))
  for (let i = seen.pop(); i !== undefined; i = seen.pop()) {
    const sources = sourcesOf(events[i]!)
    if (!followed(sources)) continue
    for (const source of sources) {
      if (source < 0 || happened[source]) continue
      happened[source] = true
      seen.push(source)
    }
  }
  return happened
}

function withSources(event: Event, optional: boolean): Event {
  const sources = sourcesOf(event)
  if (optional) return { ...event, optional, reads: null, candidates: sources.length > 0 ? sources : null }
  return { ...event, optional, reads: sources.length === 1 ? sources[0]! : null, candidates: sources.length > 1 ? sources : null }
}

function dropUntilStable(kept: boolean[], stays: (event: number) => boolean): void {
  for (let dropped = true; dropped;) {
    dropped = false
    kept.forEach((is_kept, i) => {
      if (!is_kept || stays(i)) return
      kept[i] = false
      dropped = true
    })
  }
}

function renumber({ events, initial }: Execution, kept: readonly boolean[]): Execution {
  let count = 0
  const number = Int32Array.from(kept, (is_kept) => (is_kept ? count++ : -1))
  if (count === events.length) return { events, initial }
  const renamed = (source: number) => (source < 0 ? source : number[source]!)
  const left = events.filter((_, i) => kept[i])
  return {
    events: left.map((event) => ({
      ...event,
      reads: event.reads === null ? null : renamed(event.reads),
      candidates: event.candidates?.map(renamed) ?? null
    })),
    initial
  }
}
