/** Events as files have them: anybody may have written those, so each event is held against what its kind must have. */
import { KERNEL_KINDS } from '../../../src-shared/events'
import type { LabEvent, Shape } from '../../../src-shared/events'
import { factNamed } from '../../../src-shared/protocols/registry'

interface Field {
  readonly name: string
  readonly shape: Shape
  readonly is_optional: boolean
}

/** The fields to look at, ready for the many events of a file. */
const FIELDS: ReadonlyMap<string, readonly Field[]> = new Map(
  Object.entries(KERNEL_KINDS).map(([kind, { fields }]) => [
    kind,
    Object.entries<Shape>(fields).map(([name, shape]) => ({
      name: name.replace('?', ''),
      shape,
      is_optional: name.endsWith('?')
    }))
  ])
)

/** An event of a kind that this version does not know. */
export interface UnknownKindEvent {
  readonly unknown_kind: string
}

/** null: not an event, or one that lacks what its kind must have. */
export type RecordedEvent = LabEvent | UnknownKindEvent | null

/** The events of a part's texts, one for each line. */
export function parseEvents(texts: readonly string[]): RecordedEvent[] {
  return texts.flatMap((text) => (parseAtOnce(text) ?? text.trimEnd().split('\n').map(parseLine)).map(checkEvent))
}

/** A good text as one JSON text, in half the time; null for one that needs a look at each line. */
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
  if (kind === 'fact') return checkFact(value)
  const fields = FIELDS.get(kind)
  if (!fields) return factNamed(kind) === undefined ? { unknown_kind: kind } : checkFact(upgraded(value))
  for (const { name, shape, is_optional } of fields) {
    const field = value[name]
    if (!(is_optional && field === undefined) && !fits(field, shape)) return null
  }
  return value as unknown as LabEvent
}

function checkFact(value: Record<string, unknown>): RecordedEvent {
  const { fact, node, group, data } = value
  if (typeof fact !== 'string' || typeof node !== 'string' || !['undefined', 'string'].includes(typeof group)) return null
  const declared = factNamed(fact)
  if (declared === undefined) return { unknown_kind: `fact ${fact}` }
  return declared.fits(data) ? (value as unknown as LabEvent) : null
}

/** Up to recording format 1 what is a fact now was a kind of event. */
function upgraded({ t, seq, kind, node, ...data }: Record<string, unknown>): Record<string, unknown> {
  return { t, seq, kind: 'fact', fact: kind, node, data }
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
    case 'string or null':
      return value === null || typeof value === 'string'
    case 'number or null':
      return value === null || typeof value === 'number'
    default:
      return typeof value === shape
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
