/** Bodies of `request` and `reply` frames between a client and a node. */
import { z } from 'zod'
import { operationResultSchema, operationSchema } from '../operations'
import { clientMapSchema } from './client-map'

/** Requests of one connection that may wait for their reply; more are rejected at once. */
export const OPEN_REQUESTS_MAX = 10_000

const counter = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** Bytes of a token that a client keeps for a node. */
const TOKEN_MAX = 16_384
const token = z.string().max(TOKEN_MAX)

/** Tokens that earlier replies gave, which only nodes understand: the newest of the session, and the newest of the key. */
export const requestContextSchema = z.strictObject({ session: token.optional(), key: token.optional() })
/** What a client knows without understanding it. Absent fields: nothing yet. */
export type RequestContext = z.infer<typeof requestContextSchema>

/** What a client sends. A retry of an operation repeats `session` and `sequence` under a fresh `id`. */
export const clientRequestSchema = z.strictObject({
  /** Names this try on its connection; the reply carries it back. */
  id: counter,
  session: z.string().min(1).max(128),
  /** Grows by one for each new operation of the session. */
  sequence: counter,
  operation: operationSchema,
  /** One of the protocol's policies; absent where there is no choice. */
  policy: z.string().max(64).optional(),
  context: requestContextSchema.optional(),
  /** Epoch of the map by which the client chose the node; absent: it has none. */
  map_epoch: counter.optional(),
  /** The client's, of `requestText`; absent: the protocol has clients sign nothing. */
  signature: z.string().max(128).optional()
})
export type ClientRequestBody = z.infer<typeof clientRequestSchema>

/** What a node answers; the meaning of each status is that of `ClientReply` in the protocol contract. */
export const clientReplySchema = z.strictObject({
  id: counter,
  reply: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('ok'),
      result: operationResultSchema,
      context: requestContextSchema.optional(),
      age_us: counter.optional(),
      /** The node's, of `replyText`; absent: the protocol has nodes sign nothing for clients. */
      signature: z.string().max(128).optional(),
      /** It may yet be undone, unless a quorum says the same in this view. */
      tentative: counter.optional()
    }),
    z.strictObject({ status: z.literal('redirect'), leader: z.string().nullable(), map: clientMapSchema.optional() }),
    z.strictObject({ status: z.literal('rejected'), error: z.string(), final: z.literal(true).optional() }),
    z.strictObject({ status: z.literal('unknown'), error: z.string() })
  ])
})
export type ClientReplyBody = z.infer<typeof clientReplySchema>
