/** What the schema found wrong, in words for whoever wrote the file. */
import { z } from 'zod'
import { pathName } from './validation-error'
import type { ValidationError } from './validation-error'
import { suggestion } from './closest-match'
import { schemasAt } from './json-schema-at'
import type { JsonSchema } from './json-schema-at'

type Issue = z.core.$ZodIssue

/** The mistakes behind one issue that `schema` found; `content` is the whole file as plain data. */
export function describeIssue(issue: Issue, content: unknown, schema: z.ZodType): ValidationError[] {
  const { path } = issue
  const name = pathName(path)
  if (issue.code === 'unrecognized_keys') {
    const known = fieldNames(path, content, schema)
    return issue.keys.map((key) => ({
      path: [...path, key],
      at: 'name',
      text: `unknown field ${pathName([...path, key])}; ${suggestion(key, known)}`
    }))
  }
  // What is wrong is the field's name.
  if (issue.code === 'invalid_key' && issue.issues[0])
    return [{ path, at: 'name', text: `${name}: expected ${expected(issue.issues[0])}, but the name is ${show(path.at(-1))}` }]
  const found = valueAt(content, path)
  if (found === undefined) return [{ path, text: `${name} is missing; expected ${expected(issue)}` }]
  return [{ path, text: `${name}: expected ${expected(issue)}, but found ${show(found)}` }]
}

function expected(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'a whole number' : withArticle(issue.expected)
    case 'invalid_value':
      return oneOf(issue.values.map(String))
    case 'too_small':
      return bound(issue.origin, 'at least', issue.minimum)
    case 'too_big':
      return bound(issue.origin, 'at most', issue.maximum)
    case 'invalid_union':
      return expectedOfUnion(issue)
    default:
      return issue.message.replace(/^expected /, '')
  }
}

function expectedOfUnion(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  if ('options' in issue && Array.isArray(issue.options)) return oneOf(issue.options.map(String))
  // Branches whose own type fits say more than "a number or an array".
  const [deepest] = issue.errors.filter((errors) => errors.some(({ path }) => path.length > 0))
  const branches = deepest ? [deepest] : issue.errors
  const texts = branches.map(([first]) => (first ? (first.path.length > 0 ? `${expected(first)} in it` : expected(first)) : ''))
  return [...new Set(texts)].join(' or ')
}

function oneOf(values: readonly string[]): string {
  return values.length === 1 ? values[0]! : `one of ${values.join(', ')}`
}

function bound(origin: string, words: string, limit: number | bigint): string {
  if (origin === 'array') return `a list of ${words} ${limit}`
  if (origin === 'string') return `${words} ${limit} characters`
  return `a number of ${words} ${limit}`
}

function withArticle(type: string): string {
  const names: Record<string, string> = {
    object: 'fields',
    record: 'fields',
    array: 'a list',
    tuple: 'a list',
    boolean: 'true or false'
  }
  return names[type] ?? `a ${type}`
}

function show(value: unknown): string {
  const is_number = typeof value === 'number'
  const text = (is_number ? undefined : JSON.stringify(value)) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function valueAt(content: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | undefined | null)?.[part], content)
}

/** The fields that the schema knows at a path; where kinds differ by a field (`do`, `expect`), those of the kind that is written. */
function fieldNames(path: readonly PropertyKey[], content: unknown, schema: z.ZodType): string[] {
  const root = z.toJSONSchema(schema, { io: 'input', reused: 'inline' })
  const names = schemasAt(root, path, content).flatMap(({ properties, propertyNames }) => [
    ...Object.keys(properties ?? {}),
    ...enumOf(propertyNames)
  ])
  return [...new Set(names)]
}

function enumOf(schema: unknown): string[] {
  return ((schema as JsonSchema | undefined)?.enum ?? []).map(String)
}
