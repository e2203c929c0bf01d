/**
 * Jepsen's history.edn: maps with :process, :type (:invoke, :ok, :fail, :info), :f, :value and perhaps :time in nanoseconds, one after the
 * other or in one vector. Operations of registers (:read, :write, :cas [old new]), maps (:append, :delete), counters (:add), sets (:add,
 * :remove) and queues (:enqueue, :dequeue). Where the value of every invocation is a pair, it is `[key value]`: keys are independent.
 */
import type { HistoryOperation, HistoryResult } from '../../../src-shared/operations'
import { HistoryFileError } from '../../workload/history'
import type { RecordedOperation } from '../../workload/history'
import { EdnError, parseEdn } from './edn'
import type { Edn, EdnValue } from './edn'
import { OpenOperations } from './open-operations'

const KEY = 'x'
const NS_PER_US = 1_000
/** :error of a compare-and-set that failed because it found another value. */
const MISMATCHES: readonly string[] = ['mismatch', 'did-not-succeed']
const TYPES = ['invoke', 'ok', 'fail', 'info'] as const

/** One map of the file. */
interface Entry {
  readonly line: number
  readonly process: string
  readonly type: (typeof TYPES)[number]
  readonly f: string
  readonly value: Edn
  /** null: it has none. */
  readonly error: EdnValue | null
  readonly time_ns: number | null
}

/** Reads a history; what the nemesis did is passed over. Times are places in the file where it has no increasing :time. Throws {@link HistoryFileError}. */
export function parseJepsenEdn(text: string): RecordedOperation[] {
  const entries = read(text).flatMap(entryOf)
  const timed = entries.every(({ time_ns }, i) => time_ns !== null && time_ns >= (entries[i - 1]?.time_ns ?? 0))
  const keyed = isKeyed(entries)
  const operations = new OpenOperations()
  entries.forEach((entry, i) => add(operations, entry, keyed, timed ? entry.time_ns! / NS_PER_US : i + 1))
  return operations.all()
}

function read(text: string): readonly Edn[] {
  try {
    const values = parseEdn(text)
    const [only] = values
    return values.length === 1 && only!.value.kind === 'vector' ? only!.value.items : values
  } catch (error) {
    if (error instanceof EdnError) throw new HistoryFileError(error.line, `column ${error.column}: ${error.message}`)
    throw error
  }
}

/** No entry for what no client did. */
function entryOf(edn: Edn): Entry[] {
  const { line, value: map } = edn
  if (map.kind !== 'map') throw new HistoryFileError(line, 'expected a map {:process … :type … :f … :value …}')
  const fields = new Map(map.entries.flatMap(([key, value]) => (key.value.kind === 'keyword' ? [[key.value.of, value]] : [])))
  const process = fields.get('process')?.value
  if (process?.kind === 'keyword') return []
  const type = TYPES.find((name) => isKeyword(fields.get('type'), name))
  const f = fields.get('f')?.value
  if (!process || !('of' in process)) throw new HistoryFileError(line, 'expected a :process')
  if (!type) throw new HistoryFileError(line, `expected a :type of ${TYPES.map((name) => `:${name}`).join(', ')}`)
  if (f?.kind !== 'keyword') throw new HistoryFileError(line, 'expected an :f such as :read')
  const time = fields.get('time')?.value
  const entry = {
    line,
    process: String(process.of),
    type,
    f: f.of,
    value: fields.get('value') ?? { ...edn, value: { kind: 'nil' } },
    error: fields.get('error')?.value ?? null,
    time_ns: time?.kind === 'number' ? Number(time.of) : null
  } as const
  return [entry]
}

function isKeyword(edn: Edn | undefined, name: string): boolean {
  return edn?.value.kind === 'keyword' && edn.value.of === name
}

/** Only a keyed read is invoked with a pair, and only a keyed compare-and-set has a pair as the second of its pair. */
function isKeyed(entries: readonly Entry[]): boolean {
  const invoked = entries.filter(({ type }) => type === 'invoke')
  return invoked.every(({ f, value }) => {
    const pair = pairOf(value)
    return pair !== null && (f !== 'cas' || pairOf(pair[1]) !== null)
  })
}

function pairOf({ value }: Edn): readonly [Edn, Edn] | null {
  return value.kind === 'vector' && value.items.length === 2 ? [value.items[0]!, value.items[1]!] : null
}

function add(operations: OpenOperations, entry: Entry, keyed: boolean, time_us: number): void {
  const { line, process, type, f } = entry
  const pair = keyed ? pairOf(entry.value) : null
  const value = pair ? pair[1] : entry.value
  if (type === 'invoke') {
    const key = pair ? (textOf(pair[0]) ?? 'nil') : KEY
    return operations.invoke(process, operationOf(f, key, value, line), line, time_us)
  }
  const operation = operations.openOf(process, line)
  if (type === 'info') return operations.leaveOpen(process, line)
  if (type === 'ok') return operations.complete(process, { ok: resultOf(operation, value) }, line, time_us)
  operations.complete(process, operation.f === 'cas' && isMismatch(entry) ? { ok: { swapped: false } } : 'fail', line, time_us)
}

/** A compare-and-set that failed for no other reason has found another value. */
function isMismatch({ error }: Entry): boolean {
  return error === null || error.kind === 'nil' || (error.kind === 'keyword' && MISMATCHES.includes(error.of))
}

function operationOf(f: string, key: string, value: Edn, line: number): HistoryOperation {
  const needed = (): string => {
    const text = textOf(value)
    if (text === null) throw new HistoryFileError(line, `:${f} needs a value`)
    return text
  }
  switch (f) {
    case 'read':
      return { f: 'get', key }
    case 'write':
      return { f: 'put', key, value: needed() }
    case 'append':
    case 'add':
    case 'remove':
    case 'enqueue':
      return { f, key, value: needed() }
    case 'delete':
    case 'dequeue':
      return { f, key }
    case 'cas': {
      const [expected, replacement] = pairOf(value) ?? []
      if (!replacement) throw new HistoryFileError(line, ':cas needs a value [old new]')
      return { f, key, expected: textOf(expected!), value: textOf(replacement) ?? needed() }
    }
    default:
      throw new HistoryFileError(line, `unknown operation :${f}`)
  }
}

function resultOf({ f }: HistoryOperation, edn: Edn): HistoryResult {
  if (f === 'cas') return { swapped: true }
  if (f !== 'get' && f !== 'dequeue') return {}
  const { value } = edn
  if (value.kind === 'set' || value.kind === 'vector' || value.kind === 'list')
    return { members: value.items.map((item) => textOf(item) ?? 'nil') }
  return { value: textOf(edn) }
}

/** A plain value as text: numbers as they are written, strings without quotes, keywords with their colon; nil is null. */
function textOf({ line, value }: Edn): string | null {
  switch (value.kind) {
    case 'nil':
      return null
    case 'keyword':
      return `:${value.of}`
    case 'map':
    case 'vector':
    case 'list':
    case 'set':
      throw new HistoryFileError(line, `a ${value.kind} cannot be a value here`)
    default:
      return String(value.of)
  }
}
