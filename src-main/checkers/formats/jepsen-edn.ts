/**
 * Jepsen's history.edn: maps with :process, :type (:invoke, :ok, :fail, :info), :f, :value and perhaps :time in nanoseconds, one after the
 * other or in lists and vectors. The operations are those of our data types, under Jepsen's names (:read, :write, :cas [old new], :add …). Where the value of every invocation is a pair, it is `[key value]`: keys are independent.
 *
 * `:fail` means that it did not happen, whatever its :error says. Two fields of our own exports say more than Jepsen's can:
 * `:netsplit/swapped false` of a compare-and-set that answered that it found another value, and `:netsplit/client` of the client whose
 * session goes on under several processes. Entries without a :process are of one process of their own.
 */
import type { JepsenValue } from '../../../src-shared/data-types/operation'
import { descriptionOf, OPERATION_NAMES } from '../../../src-shared/operations'
import type { Operation, OperationResult } from '../../../src-shared/operations'
import { HistoryFileError } from '../../workload/history'
import type { RecordedOperation } from '../../workload/history'
import { EdnError, parseEdn } from './edn'
import type { Edn } from './edn'
import { OpenOperations } from './open-operations'

const KEY = 'x'
const NS_PER_US = 1_000
/** Process of the entries that name none. */
const UNNAMED = 'nil'
/** The `:f` of transactions. */
const TRANSACTION = 'txn'
const TYPES = ['invoke', 'ok', 'fail', 'info'] as const

/** One map of the file. */
interface Entry {
  readonly edn: Edn
  readonly process: string
  /** Whose session it is part of. */
  readonly client: string
  readonly type: (typeof TYPES)[number]
  readonly f: string
  readonly value: Edn
  /** A compare-and-set that found another value. */
  readonly is_mismatch: boolean
  readonly time_ns: number | null
}

/** Reads a history; what the nemesis did is passed over. Times are places in the file where it has no increasing :time. Throws {@link HistoryFileError}. */
export function parseJepsenEdn(text: string): RecordedOperation[] {
  const entries = withInvocations(read(text).flatMap(entryOf))
  const timed = entries.every(({ time_ns }, i) => time_ns !== null && time_ns >= (entries[i - 1]?.time_ns ?? 0))
  const keyed = isKeyed(entries)
  const operations = new OpenOperations()
  entries.forEach((entry, i) => add(operations, entry, keyed, timed ? entry.time_ns! / NS_PER_US : i + 1))
  return operations.all()
}

function read(text: string): readonly Edn[] {
  try {
    return parseEdn(text).flatMap((edn) => (edn.value.kind === 'vector' || edn.value.kind === 'list' ? edn.value.items : [edn]))
  } catch (error) {
    if (error instanceof EdnError) throw errorAt(error, error.message)
    throw error
  }
}

/** No entry for what no client did. */
function entryOf(edn: Edn): Entry[] {
  const { value: map } = edn
  if (map.kind !== 'map') throw errorAt(edn, 'expected a map {:process … :type … :f … :value …}')
  const fields = new Map(map.entries.flatMap(([key, value]) => (key.value.kind === 'keyword' ? [[key.value.of, value]] : [])))
  const named = fields.get('process')
  if (named?.value.kind === 'keyword') return []
  const process = nameOf(named) ?? UNNAMED
  const type = TYPES.find((name) => isKeyword(fields.get('type'), name))
  const f = fields.get('f')?.value
  if (!type) throw errorAt(fields.get('type') ?? edn, `expected a :type of ${TYPES.map((name) => `:${name}`).join(', ')}`)
  // Elle's own examples leave it out.
  const name = f ?? ({ kind: 'keyword', of: TRANSACTION } as const)
  if (name.kind !== 'keyword') throw errorAt(fields.get('f') ?? edn, 'expected an :f such as :read')
  const time = fields.get('time')?.value
  const swapped = fields.get('netsplit/swapped')?.value
  const entry = {
    edn,
    process,
    client: nameOf(fields.get('netsplit/client')) ?? process,
    type,
    f: name.of,
    value: fields.get('value') ?? { ...edn, value: { kind: 'nil' } },
    is_mismatch: swapped?.kind === 'boolean' && !swapped.of,
    time_ns: time?.kind === 'number' ? parseFloat(time.of) : null
  } as const
  return [entry]
}

/** A number or name as text; null for none. */
function nameOf(edn: Edn | undefined): string | null {
  return edn ? textOf(edn) : null
}

function isKeyword(edn: Edn | undefined, name: string): boolean {
  return edn?.value.kind === 'keyword' && edn.value.of === name
}

/**
 * Transactions of which the file has no invocation, only what they came to, by nobody's process: each is of a client of its own, and began
 * with the file, so that no order by time is concluded from their places.
 */
function withInvocations(entries: readonly Entry[]): readonly Entry[] {
  const isBare = ({ process, f }: Entry) => process === UNNAMED && f === TRANSACTION
  if (entries.some((entry) => isBare(entry) && entry.type === 'invoke') || !entries.some(isBare)) return entries
  const own = entries.map((entry, i) => (isBare(entry) ? { ...entry, process: `t${i + 1}`, client: `t${i + 1}` } : entry))
  const invocations = own
    .filter((_, i) => isBare(entries[i]!))
    .map((entry) => ({ ...entry, type: 'invoke' as const, time_ns: 0 }))
  return [...invocations, ...own]
}

/** Only a keyed read is invoked with a pair, and only a keyed compare-and-set has a pair as the second of its pair. */
function isKeyed(entries: readonly Entry[]): boolean {
  const invoked = entries.filter(({ type, f }) => type === 'invoke' && f !== TRANSACTION)
  return invoked.every(({ f, value }) => {
    const pair = pairOf(value)
    return pair !== null && (f !== 'cas' || pairOf(pair[1]) !== null)
  })
}

function pairOf({ value }: Edn): readonly [Edn, Edn] | null {
  return value.kind === 'vector' && value.items.length === 2 ? [value.items[0]!, value.items[1]!] : null
}

function add(operations: OpenOperations, entry: Entry, keyed: boolean, time_us: number): void {
  const { edn, process, client, type, f } = entry
  const { line } = edn
  const pair = keyed && f !== TRANSACTION ? pairOf(entry.value) : null
  const value = pair ? pair[1] : entry.value
  if (type === 'invoke') {
    const key = pair ? (textOf(pair[0]) ?? 'nil') : KEY
    return operations.invoke(process, operationOf(f, key, value), line, time_us, client)
  }
  // What nobody asked for and nobody's process tells of is not a client's.
  if (type === 'info' && process === UNNAMED && !operations.isOpen(process)) return
  const operation = operations.openOf(process, line)
  if (type === 'info') return operations.leaveOpen(process, line)
  if (type === 'ok') return operations.complete(process, { ok: resultOf(operation, value) }, line, time_us)
  const observed = operation.f === 'cas' && entry.is_mismatch
  operations.complete(process, observed ? { ok: { swapped: false } } : 'fail', line, time_us)
}

/** Operations by their `:f`; of those that are written alike the one that is read. */
const READABLE = new Map(OPERATION_NAMES.flatMap((f) => readable(descriptionOf({ f }))))

function readable({ f, jepsen: { f: name, parse, needs } }: ReturnType<typeof descriptionOf>) {
  return parse ? [[name, { f, parse, needs }] as const] : []
}

function operationOf(f: string, key: string, value: Edn): Operation {
  const operation = READABLE.get(f)
  if (!operation) throw errorAt(value, `unknown operation :${f}`)
  const parsed = operation.parse(key, plainOf(value))
  if (!parsed) throw errorAt(value, `:${f} needs ${operation.needs}`)
  return { f: operation.f, ...parsed } as Operation
}

function resultOf(operation: Operation, edn: Edn): OperationResult {
  const { f } = operation
  const { parseAnswer, parseAnswered } = descriptionOf({ f }).jepsen
  if (parseAnswered) {
    const answered = parseAnswered(operation, plainOf(edn))
    if (!answered) throw errorAt(edn, `the answer of this :${descriptionOf({ f }).jepsen.f} does not fit what was asked`)
    return answered
  }
  if (parseAnswer) {
    const answer = parseAnswer(plainOf(edn))
    if (!answer) throw errorAt(edn, `:${f} is answered with [[key value] …]`)
    return answer
  }
  if (f === 'cas') return { swapped: true }
  if (f !== 'get' && f !== 'dequeue') return {}
  const { value } = edn
  if (value.kind === 'set' || value.kind === 'vector' || value.kind === 'list')
    return { members: value.items.map((item) => textOf(item) ?? 'nil') }
  return { value: textOf(edn) }
}

/** What an operation was invoked with: a plain value as text, or several in a vector or list. */
function plainOf(edn: Edn): JepsenValue {
  const { value } = edn
  return value.kind === 'vector' || value.kind === 'list' ? value.items.map(plainOf) : textOf(edn)
}

/** A plain value as text: numbers as they are written, strings without quotes, keywords with their colon; nil is null. */
function textOf(edn: Edn): string | null {
  const { value } = edn
  switch (value.kind) {
    case 'nil':
      return null
    case 'keyword':
      return `:${value.of}`
    case 'map':
    case 'vector':
    case 'list':
    case 'set':
      throw errorAt(edn, `a ${value.kind} cannot be a value here`)
    default:
      return String(value.of)
  }
}

function errorAt({ line, column }: Pick<Edn, 'line' | 'column'>, message: string): HistoryFileError {
  return new HistoryFileError(line, `column ${column}: ${message}`)
}
