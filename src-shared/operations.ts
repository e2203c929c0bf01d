import { z } from 'zod'

/** An increment, or decrement, at most. */
const INCREMENT_MAX = 1_000_000

/** A key-value operation as clients ask for it and histories record it. Values are strings; a missing key reads as null. */
export const operationSchema = z.discriminatedUnion('f', [
  z.strictObject({ f: z.literal('get'), key: z.string() }),
  z.strictObject({ f: z.literal('put'), key: z.string(), value: z.string() }),
  z.strictObject({ f: z.literal('append'), key: z.string(), value: z.string() }),
  z.strictObject({ f: z.literal('cas'), key: z.string(), expected: z.string().nullable(), value: z.string() }),
  z.strictObject({ f: z.literal('delete'), key: z.string() }),
  /** Counts: the key then reads as a whole number in decimal digits; a missing one counts from 0. */
  z.strictObject({ f: z.literal('increment'), key: z.string(), by: z.number().int().min(-INCREMENT_MAX).max(INCREMENT_MAX) })
])
export type Operation = z.infer<typeof operationSchema>

export const OPERATION_NAMES = ['get', 'put', 'append', 'cas', 'delete', 'increment'] as const
export type OperationName = (typeof OPERATION_NAMES)[number]

/** What a completed operation answered. A compare-and-set that found another value completes with `swapped: false`. */
export interface OperationResult {
  /** The value read (get), null when the key is missing. Absent for writes. */
  readonly value?: string | null
  /** All values that were written concurrently, where there are several; `value` is one of them. */
  readonly siblings?: readonly string[]
  /** Compare-and-set only. */
  readonly swapped?: boolean
}

/**
 * What recorded histories of other systems know besides: counters (`add` a whole number, `get`), sets (`add` and `remove` a
 * member, `get` them all) and first-in-first-out queues. `key` names the counter, set or queue.
 */
export const historyOperationSchema = z.discriminatedUnion('f', [
  ...operationSchema.options,
  z.strictObject({ f: z.literal('add'), key: z.string(), value: z.string() }),
  z.strictObject({ f: z.literal('remove'), key: z.string(), value: z.string() }),
  z.strictObject({ f: z.literal('enqueue'), key: z.string(), value: z.string() }),
  z.strictObject({ f: z.literal('dequeue'), key: z.string() })
])
export type HistoryOperation = z.infer<typeof historyOperationSchema>
export type HistoryOperationName = HistoryOperation['f']

/** `value` is also a counter's sum, and what was taken off a queue (null: the queue was empty). */
export interface HistoryResult extends OperationResult {
  /** What a set was read as, in any order. */
  readonly members?: readonly string[]
}

/** Whether the operation can change the state: an unanswered write is unknown, an unanswered read simply failed. */
export function isWrite(operation: HistoryOperation): boolean {
  return operation.f !== 'get'
}

/** The keys that the operation touches. */
export function keysOf(operation: HistoryOperation): readonly string[] {
  return [operation.key]
}
