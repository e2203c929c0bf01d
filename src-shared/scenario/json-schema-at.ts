/** What a JSON schema says of a place in a document. */
import type { z } from 'zod'

export type JsonSchema = z.core.JSONSchema.JSONSchema

/**
 * The schemas of what stands at a path of `content`, the most general first. Where kinds differ by a field (`do`, `expect`), those of the
 * kind that is written, or of all kinds while none is.
 */
export function schemasAt(root: JsonSchema, path: readonly PropertyKey[], content: unknown): JsonSchema[] {
  let schemas = partsOf(root, root, content)
  let value = content
  for (const part of path) {
    value = (value as Record<PropertyKey, unknown> | undefined | null)?.[part]
    schemas = schemas.flatMap((schema) => partsOf(child(schema, part), root, value))
  }
  return schemas
}

function child(schema: JsonSchema, part: PropertyKey): JsonSchema | undefined {
  if (typeof part !== 'number')
    return (schema.properties?.[String(part)] ?? schema.additionalProperties) as JsonSchema | undefined
  // Tuples are `prefixItems` in newer drafts, `items` in older ones.
  const tuple = (schema.prefixItems ?? (Array.isArray(schema.items) ? schema.items : undefined)) as JsonSchema[] | undefined
  return tuple?.[part] ?? (Array.isArray(schema.items) ? undefined : (schema.items as JsonSchema | undefined))
}

/** The schema and all that it refers to, demands under a condition, or offers a choice of. */
function partsOf(schema: JsonSchema | undefined, root: JsonSchema, value: unknown): JsonSchema[] {
  if (!schema || typeof schema !== 'object') return []
  const follow = (part: unknown) => partsOf(part as JsonSchema | undefined, root, value)
  return [
    schema,
    ...(schema.$ref ? follow(referred(schema.$ref, root)) : []),
    ...(schema.allOf ?? []).flatMap(follow),
    ...(schema.if && holds(schema.if as JsonSchema, value) ? follow(schema.then) : []),
    ...chosen((schema.anyOf ?? schema.oneOf ?? []) as JsonSchema[], value).flatMap(follow)
  ]
}

function referred(reference: string, root: JsonSchema): JsonSchema | undefined {
  const [, ...names] = reference.split('/')
  return names.reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], root) as JsonSchema | undefined
}

function chosen(branches: readonly JsonSchema[], value: unknown): readonly JsonSchema[] {
  const matches = branches.filter((branch) => constantsMatch(branch, value))
  return matches.length > 0 ? matches : branches
}

function constantsMatch(schema: JsonSchema, value: unknown): boolean {
  return Object.entries(schema.properties ?? {}).every(([name, property]) => {
    const constant = (property as JsonSchema).const
    return constant === undefined || constant === (value as Record<string, unknown> | null)?.[name]
  })
}

/** Whether a condition on constants and required fields holds; what is absent fits. */
function holds(condition: JsonSchema, value: unknown): boolean {
  if (condition.const !== undefined) return condition.const === value
  const fields = (value ?? {}) as Record<string, unknown>
  if (condition.required?.some((name) => fields[name] === undefined)) return false
  return Object.entries(condition.properties ?? {}).every(
    ([name, property]) => fields[name] === undefined || holds(property as JsonSchema, fields[name])
  )
}
