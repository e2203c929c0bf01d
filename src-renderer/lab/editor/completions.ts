/** What can be written at a place of a scenario's text. */
import { schemasAt } from '../../../src-shared/scenario/json-schema-at'
import type { JsonSchema } from '../../../src-shared/scenario/json-schema-at'
import { fieldInfo } from './fieldInfo'
import { placeAt } from './place'
import type { Path, Place } from './place'
import { namesAt } from './scenarioNames'

export interface Completion {
  readonly label: string
  /** What is written. */
  readonly insert: string
  readonly kind: 'field' | 'value'
  /** Beside it, short; empty: nothing. */
  readonly note: string
  readonly description: string
}

export interface Completions {
  readonly from: number
  readonly to: number
  readonly options: readonly Completion[]
}

/** Null: nothing is known for that place. */
export function completionsAt(schema: JsonSchema, text: string, offset: number): Completions | null {
  const place = placeAt(text, offset)
  if (!place) return null
  const fields = place.kind === 'key' ? fieldsAt(schema, place) : []
  const options = fields.length > 0 ? fields : valuesAt(schema, place.path, place.content)
  return options.length > 0 ? { from: place.from, to: place.to, options } : null
}

function fieldsAt(schema: JsonSchema, { path, content, has_colon }: Place): Completion[] {
  const parts = schemasAt(schema, path, content)
  const written = (path.reduce<unknown>((at, part) => (at as Record<string, unknown> | null)?.[part], content) ?? {}) as object
  // A schema that is open says what fields are like where they are, not that they are.
  const known = parts.flatMap(({ properties, propertyNames, additionalProperties }) => [
    ...Object.keys((additionalProperties === false && properties) || {}),
    ...(((propertyNames as JsonSchema | undefined)?.enum ?? []) as string[])
  ])
  const names = [...new Set([...known, ...(isMapOfNodes(path) ? namesAt(path, content) : [])])]
  const free = names.filter((name) => !(name in written) && !parts.some(({ properties }) => isForbidden(properties?.[name])))
  return free.map((name) => {
    const { description, usual } = fieldInfo(schema, [...path, name], content)
    const note = usual === null ? '' : `default ${usual}`
    return { label: name, insert: has_colon ? name : `${name}: `, kind: 'field', note, description }
  })
}

function isMapOfNodes(path: Path): boolean {
  return path.join('.') === 'cluster.node_parameters'
}

/** What the chosen protocol does not have. */
function isForbidden(field: unknown): boolean {
  return field === false || (field as JsonSchema | undefined)?.const === 0
}

function valuesAt(schema: JsonSchema, path: Path, content: unknown): Completion[] {
  const { choices, usual, description } = fieldInfo(schema, path, content)
  const names = namesAt(path, content).map((name) => ({ value: name, meaning: '' }))
  const listed = [...choices, ...names]
  const of_default = listed.length === 0 && usual !== null ? [{ value: usual, meaning: description }] : []
  return [...listed, ...of_default].map(({ value, meaning }) => ({
    label: value,
    insert: /^[*]/.test(value) ? `'${value}'` : value,
    kind: 'value',
    note: value === usual ? 'default' : '',
    description: meaning
  }))
}
