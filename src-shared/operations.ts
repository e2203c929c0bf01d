import { z } from 'zod'

/** A key-value operation as clients ask for it and histories record it. Values are strings; a missing key reads as null. */
export const operationSchema = z.discriminatedUnion('f', [
  z.strictObject({ f: z.literal('get'), key: z.string() }),
  z.strictObject({ f: z.literal('put'), key: z.string(), value: z.string() }),
  z.strictObject({ f: z.literal('append'), key: z.string(), value: z.string() }),
  z.strictObject({ f: z.literal('cas'), key: z.string(), expected: z.string().nullable(), value: z.string() }),
  z.strictObject({ f: z.literal('delete'), key: z.string() })
])
export type Operation = z.infer<typeof operationSchema>

export const OPERATION_NAMES = ['get', 'put', 'append', 'cas', 'delete'] as const
export type OperationName = (typeof OPERATION_NAMES)[number]

/** What a completed operation answered. A compare-and-set that found another value completes with `swapped: false`. */
export interface OperationResult {
  /** The value read (get), null when the key is missing. Absent for writes. */
  readonly value?: string | null
  /** Compare-and-set only. */
  readonly swapped?: boolean
}

/** Whether the operation can change the state: an unanswered write is unknown, an unanswered read simply failed. */
export function isWrite(operation: Operation): boolean {
  return operation.f !== 'get'
}
