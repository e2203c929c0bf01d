/**
 * The models by their definitions: everything is tried. Which operations of unknown outcome happened, which write each read saw, and
 * which order explains that. For small histories of puts, gets, compare-and-sets, appends and deletes.
 */
import { assignLanes } from '../../../../src-main/checkers/consistency/execution/sessions'
import type { TracedModel } from '../../../../src-main/checkers/consistency/checks/traced-models'
import type { RecordedOperation } from '../../../../src-main/workload/history'

interface Op {
  readonly recorded: RecordedOperation
  readonly key: string
  /** What it saw, where it tells; an append that is seen itself saw something. */
  readonly reads: string | null | undefined
  readonly writes: boolean
  readonly avoids: string | null | undefined
  readonly open: boolean
  readonly lane: number
  readonly slot: number
}

/** The write that each reader saw; null: the key as it was at first. */
type Sources = ReadonlyMap<Op, Op | null>

type HappensBefore = (a: Op, b: Op) => boolean

/** Whether the definition of the model holds. */
export function holdsByDefinition(history: readonly RecordedOperation[], model: TracedModel | 'sequential'): boolean {
  const all = opsOf(history)
  if (model === 'sequential') return hasSequence(all)
  const relevant = all.filter(({ avoids }) => avoids === undefined)
  for (const ops of subsetsOfOpen(relevant)) {
    for (const sources of everySource(ops)) if (isOfModel(ops, sources, model)) return true
  }
  return false
}

function* subsetsOfOpen(ops: readonly Op[]): Generator<Op[]> {
  const open = ops.filter((op) => op.open)
  for (let subset = 0; subset < 1 << open.length; subset++) {
    yield ops.filter((op) => !op.open || subset & (1 << open.indexOf(op)))
  }
}

/** All ways in which the reads can have come by what they saw. An append need not have seen anything that matters. */
function* everySource(ops: readonly Op[]): Generator<Sources> {
  const readers = ops.filter((op) => op.reads !== undefined || op.recorded.operation.f === 'append')
  const chosen = new Map<Op, Op | null>()
  yield* choose(0)

  function* choose(next: number): Generator<Sources> {
    const reader = readers[next]
    if (!reader) {
      if (readers.every((r) => r.reads === undefined || valueOf(chosen.get(r)!) === r.reads)) yield chosen
      return
    }
    const written = ops.filter((w) => w !== reader && w.writes && w.key === reader.key)
    const plausible = written.filter((w) => reader.reads === undefined || mayLeave(w, reader.reads))
    for (const source of [null, ...plausible]) {
      chosen.set(reader, source)
      yield* choose(next + 1)
      chosen.delete(reader)
    }
    if (reader.reads === undefined) yield* choose(next + 1)
  }

  /** What the write left; undefined where that is not known. */
  function valueOf(write: Op | null, depth = 0): string | null | undefined {
    if (write === null) return null
    const { operation } = write.recorded
    if (operation.f !== 'append') return 'value' in operation ? operation.value : null
    const source = chosen.get(write)
    const before = source === undefined || depth > ops.length ? undefined : valueOf(source, depth + 1)
    return before === undefined ? undefined : (before ?? '') + operation.value
  }
}

function mayLeave({ recorded: { operation } }: Op, value: string | null): boolean {
  if (operation.f === 'append') return value !== null && value.endsWith(operation.value)
  return ('value' in operation ? operation.value : null) === value
}

function isOfModel(ops: readonly Op[], sources: Sources, model: TracedModel): boolean {
  const isAnyRead = (op: Op) => sources.has(op)
  const isSeenBy = (write: Op, reader: Op) => sources.get(reader) === write
  const hasOrder = (view: readonly Op[], before: HappensBefore, checked: (op: Op) => boolean) =>
    explains(view, before, checked, sources)
  const sessions = sessionsOf(ops, isAnyRead)
  const readers = ops.filter(isAnyRead)
  const writes = ops.filter(isWrite)
  const causal = closure(ops, (a, b) => isBefore(a, b) || isSeenBy(a, b))
  const past = (r: readonly Op[], before: HappensBefore) => ops.filter((op) => r.some((e) => e === op || before(op, e)))
  switch (model) {
    case 'causal':
      return readers.every((r) => hasOrder(past([r], causal), causal, (op) => op === r))
    case 'causal-convergence':
      return agree(ops, causal, readers, sources)
    case 'causal-memory':
      return sessions.every((reads) => hasOrder(past(reads, causal), causal, (op) => reads.includes(op)))
    case 'pram':
      return sessions.every((reads) => {
        const own = (a: Op) => a.lane === reads[0]!.lane
        const view = ops.filter((op) => op.writes || reads.includes(op))
        const before: HappensBefore = (a, b) => isBefore(a, b) && ((own(a) && own(b)) || (isWrite(a) && isWrite(b)))
        return hasOrder(view, before, (op) => reads.includes(op))
      })
    case 'monotonic-writes':
      return sessions.every((reads) => {
        const view = ops.filter((op) => op.writes || reads.includes(op))
        const before: HappensBefore = (a, b) =>
          isBefore(a, b) && ((reads.includes(a) && reads.includes(b)) || (isWrite(a) && isWrite(b)))
        return hasOrder(view, before, (op) => reads.includes(op))
      })
    case 'monotonic-reads':
      return keysOf(ops).every((key) =>
        sessions.every((session) => {
          const reads = session.filter((op) => op.key === key)
          const view = ops.filter((op) => op.key === key && (op.writes || reads.includes(op)))
          const before: HappensBefore = (a, b) =>
            isBefore(a, b) && ((reads.includes(a) && reads.includes(b)) || (isWrite(a) && isWrite(b)))
          return hasOrder(view, before, (op) => reads.includes(op))
        })
      )
    case 'read-your-writes':
      return sessions.every((session) => {
        const own_writes = session.at(-1)!.open ? [] : writes.filter((w) => w.lane === session[0]!.lane)
        return [...session, ...own_writes].every((r) => readsOwnWrites(r, session, writes, sources))
      })
    case 'writes-follow-reads': {
      const follows = closure(
        ops,
        (a, b) => isSeenBy(a, b) || (isBefore(a, b) && (isAnyRead(a) || (isWrite(a) && isWrite(b) && a.key === b.key)))
      )
      return readers.every((r) => hasOrder(past([r], follows), follows, (op) => op === r))
    }
  }
}

function readsOwnWrites(r: Op, session: readonly Op[], writes: readonly Op[], sources: Sources): boolean {
  const view = [...new Set([...writes.filter(({ key }) => key === r.key), r])]
  const before: HappensBefore = (a, b) => {
    if (b === r && isBefore(a, b)) return true
    if (!isWrite(a) || !isWrite(b)) return false
    const had_read = (reader: Op) => reader.key === r.key && sources.get(reader) === a && (reader === b || isBefore(reader, b))
    return isBefore(a, b) || (b.lane === r.lane && (b === r || isBefore(b, r)) && session.some(had_read))
  }
  return explains(view, before, (op) => op === r, sources)
}

function opsOf(history: readonly RecordedOperation[]): Op[] {
  const recorded = history
    .filter(({ outcome, operation }) => outcome === 'ok' || (outcome === 'unknown' && operation.f !== 'get'))
    .sort((a, b) => a.invoked_us - b.invoked_us || a.op - b.op)
  const places = assignLanes(recorded)
  return recorded.map((o, i): Op => {
    const { operation, result } = o
    const base = { recorded: o, key: operation.key, open: o.outcome === 'unknown', ...places[i]! }
    const nothing = { reads: undefined, writes: false, avoids: undefined }
    switch (operation.f) {
      case 'get':
        return { ...base, ...nothing, reads: result!.value! }
      case 'cas':
        if (result?.swapped === false) return { ...base, ...nothing, avoids: operation.expected }
        return { ...base, ...nothing, reads: operation.expected, writes: true }
      case 'put':
      case 'append':
      case 'delete':
        return { ...base, ...nothing, writes: true }
      default:
        throw new Error(`${operation.f} is not for small histories`)
    }
  })
}

function isWrite({ writes }: Op): boolean {
  return writes
}

function isBefore(a: Op, b: Op): boolean {
  return a.lane === b.lane && !a.open && a.slot < b.slot
}

function keysOf(ops: readonly Op[]): string[] {
  return [...new Set(ops.map(({ key }) => key))]
}

/** What each session read; an open operation with what came before it is one by itself. */
function sessionsOf(ops: readonly Op[], isAnyRead: (op: Op) => boolean): Op[][] {
  const readers = ops.filter(isAnyRead)
  const ended = [...new Set(ops.map(({ lane }) => lane))].map((lane) => readers.filter((op) => op.lane === lane && !op.open))
  const open = readers.filter((op) => op.open).map((op) => [...readers.filter((r) => isBefore(r, op)), op])
  return [...ended, ...open].filter(({ length }) => length > 0)
}

function closure(ops: readonly Op[], pairs: HappensBefore): HappensBefore {
  const after = new Map(ops.map((a) => [a, new Set(ops.filter((b) => pairs(a, b)))]))
  for (const reached of after.values()) for (const b of reached) for (const c of after.get(b)!) reached.add(c)
  return (a, b) => after.get(a)!.has(b)
}

/** Whether some order of the operations within `before` explains what those saw that are `checked`. */
function explains(ops: readonly Op[], before: HappensBefore, checked: (op: Op) => boolean, sources: Sources): boolean {
  return explore(ops, new Map())

  function explore(left: readonly Op[], last: ReadonlyMap<string, Op>): boolean {
    if (left.length === 0) return true
    return left.some((op) => {
      if (left.some((other) => before(other, op))) return false
      const source = sources.get(op)
      if (checked(op) && source !== undefined && source !== (last.get(op.key) ?? null)) return false
      const rest = left.filter((other) => other !== op)
      return explore(rest, op.writes ? new Map([...last, [op.key, op]]) : last)
    })
  }
}

/** Whether some order of all that must have happened, and any of what may have, explains every answer. */
function hasSequence(ops: readonly Op[]): boolean {
  return explore(ops, new Map())

  function explore(left: readonly Op[], state: ReadonlyMap<string, string | null>): boolean {
    if (left.every(({ open }) => open)) return true
    return left.some((op) => {
      const held = state.get(op.key) ?? null
      if (left.some((other) => isBefore(other, op))) return false
      if ((op.reads !== undefined && op.reads !== held) || op.avoids === held) return false
      const rest = left.filter((other) => other !== op)
      return explore(rest, op.writes ? new Map([...state, [op.key, after(op, held)]]) : state)
    })
  }

  function after({ recorded: { operation } }: Op, held: string | null): string | null {
    if (operation.f === 'append') return (held ?? '') + operation.value
    return 'value' in operation ? operation.value : null
  }
}

/** Whether one order of all within `causal` explains each read from its causal past. */
function agree(ops: readonly Op[], causal: HappensBefore, readers: readonly Op[], sources: Sources): boolean {
  return explore(ops, [])

  function explore(left: readonly Op[], order: readonly Op[]): boolean {
    return left.length === 0
      ? readers.every((r) => {
          const last = order.filter((op) => op.key === r.key && isWrite(op) && op !== r && causal(op, r)).at(-1)
          return (last ?? null) === sources.get(r)
        })
      : left.some((op) => {
          if (left.some((other) => causal(other, op))) return false
          const rest = left.filter((other) => other !== op)
          return explore(rest, [...order, op])
        })
  }
}
