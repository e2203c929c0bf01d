/** What the schema says of a field, for people. */
import { schemasAt } from '../../../src-shared/scenario/json-schema-at'
import type { JsonSchema } from '../../../src-shared/scenario/json-schema-at'
import type { Path } from './place'

export interface FieldInfo {
  readonly description: string
  /** What is meant where the field is absent; null: nothing is. */
  readonly usual: string | null
  /** What may stand there, where that is a choice. */
  readonly choices: readonly Choice[]
}

export interface Choice {
  readonly value: string
  /** What it means; empty: it says that itself. */
  readonly meaning: string
}

export function fieldInfo(schema: JsonSchema, path: Path, content: unknown): FieldInfo {
  const parts = schemasAt(schema, path, content)
  const usual = parts.map((part) => part.default).find(isTelling)
  return {
    description: parts.find(({ description }) => description)?.description ?? '',
    usual: usual === undefined ? null : JSON.stringify(usual).replaceAll('"', '').replaceAll(',', ', '),
    choices: choicesOf(parts)
  }
}

/** An empty text or an empty set of fields tells nothing. */
function isTelling(value: unknown): boolean {
  return value !== undefined && (typeof value !== 'object' || Object.keys(value ?? {}).length > 0) && value !== ''
}

function choicesOf(parts: readonly JsonSchema[]): Choice[] {
  const choices = parts.flatMap((part): Choice[] => {
    const meanings = (part as { enumDescriptions?: readonly string[] }).enumDescriptions
    if (part.enum) return part.enum.map((value, i) => ({ value: String(value), meaning: meanings?.[i] ?? '' }))
    if (part.const !== undefined) return [{ value: String(part.const), meaning: part.description ?? '' }]
    return part.type === 'boolean' ? ['true', 'false'].map((value) => ({ value, meaning: '' })) : []
  })
  return [...new Map(choices.map((choice) => [choice.value, choice])).values()]
}
