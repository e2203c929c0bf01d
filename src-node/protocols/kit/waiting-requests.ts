/** Several requests of one operation: a client that has lost patience asks again, and all are answered alike. */
import type { Effect, Plain, ProtocolMessage } from '../contract'
import { reply } from './core'

/** Beyond it the oldest is let go. */
const WAITING_MAX = 4

/** The request waits as well for what is `open`. */
export function waitFor(
  core: { readonly effects: Effect<ProtocolMessage, Plain, Plain>[] },
  open: { requests: readonly number[] },
  request: number
): void {
  const requests = [...open.requests, request]
  if (requests.length > WAITING_MAX)
    reply(core, requests.shift()!, { status: 'unknown', error: 'other requests of the same operation wait for its answer' })
  open.requests = requests
}
