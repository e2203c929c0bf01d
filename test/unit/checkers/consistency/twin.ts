/**
 * The models by their definitions: every order is tried. For small histories of puts, gets and compare-and-sets in which no value
 * is written twice.
 */
import { assignLanes } from '../../../../src-main/checkers/consistency/sessions'
import type { TracedModel } from '../../../../src-main/checkers/consistency/traced-models'
import type { RecordedOperation } from '../../../../src-main/workload/history'

interface Op {
  readonly recorded: RecordedOperation
  readonly key: string
  readonly reads: string | null | undefined
  readonly writes: string | undefined
  readonly avoids: string | null | undefined
  readonly open: boolean
  readonly lane: number
  readonly slot: number
}

type Before = (a: Op, b: Op) => boolean

/** Whether the definition of the model holds. */
export function holdsByDefinition(history: readonly RecordedOperation[], model: TracedModel | 'sequential'): boolean {
  const all = opsOf(history)
  if (model === 'sequential') return hasOrder(all, isBefore, isAnyRead, true)
  const ops = happened(all.filter(({ avoids }) => avoids === undefined))
  const readers = ops.filter(isAnyRead)
  if (readers.some((r) => r.reads !== null && !ops.some((w) => isSeenBy(w, r)))) return false
  const writes = ops.filter((op) => op.writes !== undefined)
  const causal = closure(ops, (a, b) => isBefore(a, b) || isSeenBy(a, b))
  const past = (r: readonly Op[], before: Before) => ops.filter((op) => r.some((e) => e === op || before(op, e)))
  switch (model) {
    case 'causal':
      return readers.every((r) => hasOrder(past([r], causal), causal, (op) => op === r))
    case 'causal-convergence':
      return agree(ops, causal, readers)
    case 'causal-memory':
      return sessionsOf(ops).every((reads) => hasOrder(past(reads, causal), causal, (op) => reads.includes(op)))
    case 'pram':
      return sessionsOf(ops).every((reads) => {
        const own = (a: Op) => a.lane === reads[0]!.lane
        const view = ops.filter((op) => op.writes !== undefined || reads.includes(op))
        const before: Before = (a, b) => isBefore(a, b) && ((own(a) && own(b)) || (isWrite(a) && isWrite(b)))
        return hasOrder(view, before, (op) => reads.includes(op))
      })
    case 'monotonic-writes':
      return sessionsOf(ops).every((reads) => {
        const view = ops.filter((op) => op.writes !== undefined || reads.includes(op))
        const before: Before = (a, b) =>
          isBefore(a, b) && ((reads.includes(a) && reads.includes(b)) || (isWrite(a) && isWrite(b)))
        return hasOrder(view, before, (op) => reads.includes(op))
      })
    case 'monotonic-reads':
      return keysOf(ops).every((key) =>
        sessionsOf(ops).every((session) => {
          const reads = session.filter((op) => op.key === key)
          const view = ops.filter((op) => op.key === key && (op.writes !== undefined || reads.includes(op)))
          const before: Before = (a, b) =>
            isBefore(a, b) && ((reads.includes(a) && reads.includes(b)) || (isWrite(a) && isWrite(b)))
          return hasOrder(view, before, (op) => reads.includes(op))
        })
      )
    case 'read-your-writes':
      return sessionsOf(ops).every((session) => {
        const own_writes = session.at(-1)!.open ? [] : writes.filter((w) => w.lane === session[0]!.lane)
        return [...session, ...own_writes].every((r) => readsOwnWrites(r, session, writes))
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

function readsOwnWrites(r: Op, session: readonly Op[], writes: readonly Op[]): boolean {
  const view = [...new Set([...writes.filter(({ key }) => key === r.key), r])]
  const before: Before = (a, b) => {
    if (b === r && isBefore(a, b)) return true
    if (!isWrite(a) || !isWrite(b)) return false
    const had_read = (reader: Op) => reader.key === r.key && isSeenBy(a, reader) && (reader === b || isBefore(reader, b))
    return isBefore(a, b) || (b.lane === r.lane && (b === r || isBefore(b, r)) && session.some(had_read))
  }
  return hasOrder(view, before, (op) => op === r)
}

function opsOf(history: readonly RecordedOperation[]): Op[] {
  const recorded = history
    .filter(({ outcome, operation }) => outcome === 'ok' || (outcome === 'unknown' && operation.f !== 'get'))
    .sort((a, b) => a.invoked_us - b.invoked_us || a.op - b.op)
  const places = assignLanes(recorded)
  return recorded.map((o, i): Op => {
    const { operation, result } = o
    const base = { recorded: o, key: operation.key, open: o.outcome === 'unknown', ...places[i]! }
    const nothing = { reads: undefined, writes: undefined, avoids: undefined }
    if (operation.f === 'get') return { ...base, ...nothing, reads: result!.value! }
    if (operation.f === 'put') return { ...base, ...nothing, writes: operation.value }
    if (operation.f !== 'cas') throw new Error(`${operation.f} is not for small histories`)
    if (result?.swapped === false) return { ...base, ...nothing, avoids: operation.expected }
    return { ...base, ...nothing, reads: operation.expected, writes: operation.value }
  })
}

/** Without the open ones that nobody saw. */
function happened(ops: readonly Op[]): Op[] {
  const seen = ops.filter((op) => !op.open)
  for (const reader of seen) for (const op of ops) if (isSeenBy(op, reader) && !seen.includes(op)) seen.push(op)
  return ops.filter((op) => seen.includes(op))
}

function isAnyRead({ reads }: Op): boolean {
  return reads !== undefined
}

function isWrite({ writes }: Op): boolean {
  return writes !== undefined
}

function isSeenBy(write: Op, reader: Op): boolean {
  return write !== reader && isWrite(write) && write.key === reader.key && write.writes === reader.reads
}

function isBefore(a: Op, b: Op): boolean {
  return a.lane === b.lane && !a.open && a.slot < b.slot
}

function keysOf(ops: readonly Op[]): string[] {
  return [...new Set(ops.map(({ key }) => key))]
}

/** What each session read; an open operation with what came before it is one by itself. */
function sessionsOf(ops: readonly Op[]): Op[][] {
  const readers = ops.filter(isAnyRead)
  const ended = [...new Set(ops.map(({ lane }) => lane))].map((lane) => readers.filter((op) => op.lane === lane && !op.open))
  const open = readers.filter((op) => op.open).map((op) => [...readers.filter((r) => isBefore(r, op)), op])
  return [...ended, ...open].filter(({ length }) => length > 0)
}

function closure(ops: readonly Op[], pairs: Before): Before {
  const after = new Map(ops.map((a) => [a, new Set(ops.filter((b) => pairs(a, b)))]))
  for (const reached of after.values()) for (const b of reached) for (const c of after.get(b)!) reached.add(c)
  return (a, b) => after.get(a)!.has(b)
}

/** Whether some order of the operations within `before` explains those that are `checked`. `optional`: open ones may be left out. */
function hasOrder(ops: readonly Op[], before: Before, checked: (op: Op) => boolean, optional = false): boolean {
  return explore(ops, new Map())

  function explore(left: readonly Op[], state: ReadonlyMap<string, string>): boolean {
    if (left.every((op) => optional && op.open)) return true
    return left.some((op) => {
      const held = state.get(op.key) ?? null
      if (left.some((other) => before(other, op))) return false
      if (checked(op) && op.reads !== undefined && op.reads !== held) return false
      if (op.avoids !== undefined && op.avoids === held) return false
      const rest = left.filter((other) => other !== op)
      return explore(rest, op.writes === undefined ? state : new Map([...state, [op.key, op.writes]]))
    })
  }
}

/** Whether one order of all within `causal` explains each read from its causal past. */
function agree(ops: readonly Op[], causal: Before, readers: readonly Op[]): boolean {
  return explore(ops, [])

  function explore(left: readonly Op[], order: readonly Op[]): boolean {
    return left.length === 0
      ? readers.every((r) => {
          const last = order.filter((op) => op.key === r.key && isWrite(op) && op !== r && causal(op, r)).at(-1)
          return (last?.writes ?? null) === r.reads
        })
      : left.some((op) => {
          if (left.some((other) => causal(other, op))) return false
          const rest = left.filter((other) => other !== op)
          return explore(rest, [...order, op])
        })
  }
}
