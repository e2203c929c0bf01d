/** Events as files have them: anybody may have written those, so each event is held against what its kind must have. */
import type { EventBody, EventOf, LabEvent } from '../../../src-shared/events'

type Kind = EventBody['kind']
/** `strings` and the like: an array of nothing else. A `?` stands for null. */
type Shape = 'string' | 'number' | 'boolean' | 'object' | 'strings' | 'numbers' | 'objects' | 'string?' | 'number?'

// prettier-ignore
type ShapeOf<T> =
  null extends T ? (NonNullable<T> extends string ? 'string?' : 'number?')
  : T extends string ? 'string'
  : T extends number ? 'number'
  : T extends boolean ? 'boolean'
  : T extends readonly string[] ? 'strings'
  : T extends readonly number[] ? 'numbers'
  : T extends readonly unknown[] ? 'objects'
  : 'object'
type RequiredFields<T> = { [F in keyof T as undefined extends T[F] ? never : F]: T[F] }
type ShapesOf<T> = { readonly [F in Exclude<keyof RequiredFields<T>, 'kind' | 't' | 'seq'>]: ShapeOf<T[F]> }

const MESSAGE = { from: 'string', to: 'string', boot: 'number', n: 'number' } as const
const OPERATION = { client: 'string', op: 'number' } as const
const NODE = { node: 'string' } as const

/** What every event of a kind must have; the compiler holds it against the types. */
const SHAPES: { readonly [K in Kind]: ShapesOf<EventOf<K>> } = {
  'run-started': {
    version: 'string',
    scenario: 'string',
    protocol: 'string',
    engine: 'string',
    seed: 'number',
    nodes: 'strings',
    clients: 'strings',
    started_at: 'string?',
    switches: 'strings'
  },
  'run-ended': { reason: 'string' },
  notice: { level: 'string', text: 'string' },
  sampling: { source: 'string', keep_one_in: 'number' },
  intervention: { step: 'number', intervention: 'object' },
  gap: { source: 'string', lost: 'number' },
  'node-started': { ...NODE, boot: 'number', pid: 'number?' },
  'node-ready': { ...NODE, boot: 'number', recovered_records: 'number', truncated_bytes: 'number' },
  'node-exited': { ...NODE, boot: 'number', reason: 'string', code: 'number?', signal: 'string?', output: 'strings' },
  'node-paused': NODE,
  'node-resumed': NODE,
  'node-clock': { ...NODE, offset_us: 'number', drift_ppm: 'number' },
  'node-disk': {
    ...NODE,
    sync_delay_us: 'number',
    sync_fails: 'boolean',
    lose_unsynced: 'boolean',
    tear_unsynced: 'boolean',
    corrupt_writes: 'boolean'
  },
  'node-switches': { ...NODE, switches: 'strings' },
  'node-log': { ...NODE, level: 'string', text: 'string' },
  role: { ...NODE, role: 'string', term: 'number', leader: 'string?' },
  'log-append': { ...NODE, entries: 'objects' },
  'log-truncate': { ...NODE, from_index: 'number' },
  'log-snapshot': { ...NODE, index: 'number', term: 'number' },
  commit: { ...NODE, index: 'number', term: 'number' },
  apply: { ...NODE, entries: 'objects' },
  vote: { ...NODE, candidate: 'string', term: 'number', last: 'object', candidate_last: 'object' },
  'log-durable': { ...NODE, index: 'number' },
  versions: { ...NODE, rows: 'objects', all: 'boolean' },
  hints: { ...NODE, hints: 'objects', all: 'boolean' },
  contents: { ...NODE, sums: 'object' },
  updates: { ...NODE, updates: 'objects', seen: 'numbers', sum: 'number', overwritten: 'strings', recovered: 'boolean' },
  'write-quorum': {
    ...NODE,
    operation: 'string',
    key: 'string',
    version: 'object',
    needed: 'number',
    stored_by: 'strings',
    hinted_for: 'strings',
    hinted_by: 'strings'
  },
  note: { ...NODE, topic: 'string', detail: 'string' },
  assertion: { ...NODE, text: 'string' },
  sent: { ...MESSAGE, type: 'string', bytes: 'number' },
  delivered: { ...MESSAGE, late_us: 'number', copy: 'number', corrupted: 'boolean' },
  dropped: { ...MESSAGE, cause: 'string' },
  held: { ...MESSAGE, copy: 'number' },
  received: { ...MESSAGE, type: 'string' },
  invoke: { ...OPERATION, operation: 'object' },
  attempt: { ...OPERATION, attempt: 'number', node: 'string' },
  ok: { ...OPERATION, result: 'object', latency_us: 'number', node: 'string' },
  fail: { ...OPERATION, error: 'string', latency_us: 'number' },
  info: { ...OPERATION, error: 'string', latency_us: 'number' },
  'fault-started': {
    fault: 'number',
    label: 'string',
    action: 'object',
    by: 'string',
    nodes: 'strings',
    links: 'strings'
  },
  'fault-changed': { fault: 'number', label: 'string', action: 'object' },
  'fault-ended': { fault: 'number', by: 'string' },
  'link-changed': { links: 'objects' },
  sample: { ...NODE, values: 'object' },
  links: { counters: 'object' },
  violation: { invariant: 'string', text: 'string', events: 'numbers' },
  'writes-lost': { operations: 'strings', text: 'string', events: 'numbers' }
}

/** The fields to look at, ready for the many events of a file. */
const FIELDS: ReadonlyMap<string, readonly (readonly [field: string, shape: Shape])[]> = new Map(
  Object.entries(SHAPES).map(([kind, shapes]) => [kind, Object.entries(shapes as Record<string, Shape>)])
)

/** An event of a kind that this version does not know. */
export interface UnknownKindEvent {
  readonly unknown_kind: string
}

/** null: not an event, or one that lacks what its kind must have. */
export type RecordedEvent = LabEvent | UnknownKindEvent | null

/** The events of a part's text, one for each line. */
export function parseEvents(text: string): RecordedEvent[] {
  return (parseAtOnce(text) ?? text.trimEnd().split('\n').map(parseLine)).map(checkEvent)
}

/** A good part as one JSON text, in half the time; null for one that needs a look at each line. */
function parseAtOnce(text: string): unknown[] | null {
  if (text === '') return []
  // Names of prototypes, written plainly or in escapes.
  if (text.includes('__proto__') || text.includes('\\u')) return null
  try {
    return JSON.parse(`[${text.trimEnd().replaceAll('\n', ',')}]`) as unknown[]
  } catch {
    return null
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line, (name, value: unknown) => {
      if (name === '__proto__') throw new SyntaxError('no event has such a field')
      return value
    })
  } catch {
    return null
  }
}

function checkEvent(value: unknown): RecordedEvent {
  if (!isObject(value)) return null
  const { t, seq, kind } = value
  if (!Number.isSafeInteger(t) || !Number.isSafeInteger(seq) || typeof kind !== 'string') return null
  const fields = FIELDS.get(kind)
  if (!fields) return { unknown_kind: kind }
  for (const [field, shape] of fields) if (!fits(value[field], shape)) return null
  return value as unknown as LabEvent
}

function fits(value: unknown, shape: Shape): boolean {
  switch (shape) {
    case 'object':
      return isObject(value)
    case 'strings':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
    case 'numbers':
      return Array.isArray(value) && value.every((item) => typeof item === 'number')
    case 'objects':
      return Array.isArray(value) && value.every(isObject)
    case 'string?':
      return value === null || typeof value === 'string'
    case 'number?':
      return value === null || typeof value === 'number'
    default:
      return typeof value === shape
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
