/** The operations of all data types: what clients ask for and histories record. */
import { z } from 'zod'
import type { OperationDescription, OperationDraw, OperationResult } from './data-types/operation'
import { dataTypes } from './data-types/registry'
import { PARTS_MAX, partSchema } from './wire/parts'

export type { OperationResult } from './data-types/operation'

type Description = (typeof dataTypes)[number]['operations'][number]
type OperationOf<D> = D extends OperationDescription<infer O> ? O : never

export type Operation = OperationOf<Description>
export type OperationName = Operation['f']

const descriptions = [...new Set<Description>(dataTypes.flatMap(({ operations }) => [...operations]))]
const by_name = new Map<string, Description>(descriptions.map((description) => [description.f, description]))

export const OPERATION_NAMES = descriptions.map(({ f }) => f) as unknown as readonly [OperationName, ...OperationName[]]

const schemas = descriptions.map(({ schema }) => schema) as unknown as readonly [z.core.$ZodTypeDiscriminable]
export const operationSchema = z.discriminatedUnion('f', schemas) as unknown as z.ZodType<Operation>

/** What a transaction's step answered. */
export const stepAnswerSchema = z.union([
  z.null(),
  z.string(),
  z.array(z.string()).readonly(),
  z.record(z.string(), z.union([z.string(), z.array(z.string()).readonly()]))
])

export const operationResultSchema = z.strictObject({
  value: z.string().nullable().optional(),
  siblings: z.array(z.string()).readonly().optional(),
  swapped: z.boolean().optional(),
  members: z.array(z.string()).readonly().optional(),
  elements: z.array(z.string()).readonly().optional(),
  values: z.record(z.string(), z.string().nullable()).optional(),
  answers: z.array(stepAnswerSchema).readonly().optional(),
  covered: z.array(partSchema).max(PARTS_MAX).readonly().optional()
}) satisfies z.ZodType<OperationResult>

/** What the operation's data type says of it. */
export function descriptionOf(operation: Pick<Operation, 'f'>): OperationDescription<Operation> {
  return by_name.get(operation.f) as unknown as OperationDescription<Operation>
}

/** Whether the operation can change the state: an unanswered write is unknown, an unanswered read simply failed. */
export function isWrite(operation: Pick<Operation, 'f'>): boolean {
  return descriptionOf(operation).is_write
}

/** Every key that the operation touches. */
export function keysOf(operation: Operation): readonly string[] {
  return descriptionOf(operation).keysOf(operation)
}

/** Whether it reads keys of which each is judged on its own, and if so, whether this one is among them; null: it is judged as a whole. */
export function readsKey(operation: Operation, key: string): boolean | null {
  return descriptionOf(operation).readsKey?.(operation, key) ?? null
}

/** Whether it reads several keys, each on its own. */
export function readsSeveral(operation: Pick<Operation, 'f'>): boolean {
  return descriptionOf(operation).readsKey !== undefined
}

/** The part of the data to which the operation belongs: what is done in two parts is independent of each other. */
export function partOf(operation: Operation): string {
  const { partOf, keysOf } = descriptionOf(operation)
  return partOf?.(operation) ?? keysOf(operation)[0]!
}

/** An operation of a random load; null for one that only histories have. */
export function drawOperation(f: OperationName, from: OperationDraw): Operation | null {
  return (descriptionOf({ f }).draw?.(from) as Operation | undefined) ?? null
}

/** Reads a key that the operation touched once more. */
export function readAgain(operation: Operation, key: string): Operation {
  return (descriptionOf(operation).readAgain?.(key) as Operation | undefined) ?? { f: 'get', key }
}

/** For people: `put k3 = a`. */
export function operationText(operation: Operation): string {
  return descriptionOf(operation).text(operation)
}

/** What an operation answered, in a few words; empty where there is nothing to tell. */
export function resultText(operation: Operation, result: OperationResult | null): string {
  return (result && descriptionOf(operation).resultText?.(result)) ?? ''
}
