/** Bodies of `request` and `reply` frames between a client and a node. */
import { z } from 'zod'
import { operationSchema } from '../operations'

/** Requests of one connection that may wait for their reply; more are rejected at once. */
export const OPEN_REQUESTS_MAX = 10_000

const counter = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** What a client sends. A retry of an operation repeats `session` and `sequence` under a fresh `id`. */
export const clientRequestSchema = z.strictObject({
  /** Names this try on its connection; the reply carries it back. */
  id: counter,
  session: z.string().min(1).max(128),
  /** Grows by one for each new operation of the session. */
  sequence: counter,
  operation: operationSchema
})
export type ClientRequestBody = z.infer<typeof clientRequestSchema>

/** What a node answers; the meaning of each status is that of `ClientReply` in the protocol contract. */
export const clientReplySchema = z.strictObject({
  id: counter,
  reply: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('ok'),
      result: z.strictObject({ value: z.string().nullable().optional(), swapped: z.boolean().optional() })
    }),
    z.strictObject({ status: z.literal('redirect'), leader: z.string().nullable() }),
    z.strictObject({ status: z.literal('rejected'), error: z.string() }),
    z.strictObject({ status: z.literal('unknown'), error: z.string() })
  ])
})
export type ClientReplyBody = z.infer<typeof clientReplySchema>
