/** Tables of fields from zod schemas: what may be written, by path. */
import { z } from 'zod'
import { code, codes, plain, table } from './markdown'

/** What is read of a JSON schema. */
interface JsonSchema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly prefixItems?: readonly JsonSchema[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly enum?: readonly (string | number)[]
  readonly const?: string | number | boolean
  readonly default?: unknown
  readonly description?: string
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
}

interface Field {
  readonly path: string
  readonly schema: JsonSchema
  readonly required: boolean
}

/** Where a table of its own says more: by the path of the field, a link. */
export type ElsewhereLinks = Readonly<Record<string, string>>

/** A schema as it is written in a file. Parts that have names stand where they are used. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $defs = {}, ...root } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const inline = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inline)
    if (typeof value !== 'object' || value === null) return value
    const { $ref, ...own } = value as { readonly $ref?: string }
    const named = $ref === undefined ? {} : (inline($defs[$ref.slice('#/$defs/'.length)]) as object)
    return { ...named, ...Object.fromEntries(Object.entries(own).map(([name, part]) => [name, inline(part)])) }
  }
  return inline(root) as JsonSchema
}

/** All fields of an object, those inside others included. */
export function fieldTable(schema: JsonSchema, elsewhere: ElsewhereLinks = {}): string {
  return table(
    ['Field', 'What may stand there', 'Default', 'Meaning'],
    fieldsOf(schema, '', elsewhere).map(({ path, schema: field, required }) => [
      code(path),
      elsewhere[path] ?? kindOf(field),
      required ? 'required' : defaultOf(field),
      plain(field.description ?? '')
    ])
  )
}

/** Of a choice between objects that one field tells apart: each one's name, schema and the field. */
export function variantsOf(schema: JsonSchema, tag: string): { name: string; schema: JsonSchema }[] {
  return (schema.oneOf ?? schema.anyOf ?? []).map((variant) => {
    const { [tag]: named, ...properties } = variant.properties ?? {}
    const required = variant.required?.filter((name) => name !== tag)
    return { name: (named?.enum ?? [named?.const]).join(', '), schema: { ...variant, properties, required } }
  })
}

/** The names that an object's fields have, with what may stand there. */
export function fieldNames(schema: JsonSchema): string {
  return codes(Object.keys(schema.properties ?? {}))
}

function fieldsOf(schema: JsonSchema, prefix: string, elsewhere: ElsewhereLinks): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = prefix + name
    const own: Field = { path, schema: field, required: schema.required?.includes(name) ?? false }
    return path in elsewhere ? [own] : [own, ...insideOf(field, path, elsewhere)]
  })
}

function insideOf(schema: JsonSchema, path: string, elsewhere: ElsewhereLinks): Field[] {
  if (schema.properties) return fieldsOf(schema, `${path}.`, elsewhere)
  if (schema.items) return insideOf(schema.items, `${path}[]`, elsewhere)
  if (typeof schema.additionalProperties === 'object') return insideOf(schema.additionalProperties, `${path}.NAME`, elsewhere)
  const choices = schema.anyOf ?? schema.oneOf ?? []
  const fields = choices.flatMap((choice) => insideOf(choice, path, elsewhere))
  // Choices share fields, such as the one that tells them apart.
  return fields.filter((field, at) => fields.findIndex(({ path: other }) => other === field.path) === at)
}

function kindOf(schema: JsonSchema): string {
  if (isDuration(schema)) return 'a duration'
  if (schema.const !== undefined) return code(schema.const)
  if (schema.enum) return codes(schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return [...new Set(choices.map(kindOf))].join(', or ')
  switch (schema.type) {
    case 'integer':
      return `a whole number${boundsOf(schema)}`
    case 'number':
      return `a number${boundsOf(schema)}`
    case 'boolean':
      return '`true` or `false`'
    case 'array':
      return schema.prefixItems ? `a list of ${schema.prefixItems.length}` : `a list, each ${kindOf(schema.items ?? {})}`
    case 'object':
      return schema.properties ? 'fields as below' : 'by name'
    case 'string':
      return 'a text'
    case 'null':
      return '`null`'
    default:
      return 'any value'
  }
}

/** As `durationSchema` reads. */
function isDuration({ anyOf }: JsonSchema): boolean {
  return anyOf?.some(({ pattern }) => pattern?.includes('(ms|s|m)')) ?? false
}

function boundsOf({ minimum, maximum }: JsonSchema): string {
  const least = minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? null : `from ${minimum.toLocaleString('en')}`
  const most = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? null : `up to ${maximum.toLocaleString('en')}`
  const bounds = [least, most].filter((bound) => bound !== null).join(' ')
  return bounds === '' ? '' : ` ${bounds}`
}

function defaultOf({ default: value }: JsonSchema): string {
  if (value === undefined || value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0))
    return ''
  return code(typeof value === 'object' ? JSON.stringify(value) : String(value))
}
