/** What a lying primary proposes, and when. */
import { setTimer } from '../../kit/core'
import { NEVER_WRITTEN } from '../../kit/lying/with-liars'
import { keysOf } from '../../../../src-shared/operations'
import { requestText } from '../../../../src-shared/keys'
import type { Core } from '../core'
import type { SignedRequest } from '../messages'
import { lied } from './distort'

/** A slow primary lets so much of the others' patience pass. */
const PATIENCE_SHARE = 0.7
/** Sequences that no client reaches. */
const FORGED_FROM = 1_000_000_000

/** Whether the primary proposes now what waits. */
export function mayPropose(core: Core): boolean {
  const { liar, settings } = core.state
  if (liar.lie !== 'slow-down') return true
  if (liar.slowness === 'due') {
    liar.slowness = 'none'
    return true
  }
  if (liar.slowness === 'none') {
    liar.slowness = 'waits'
    setTimer(core, 'slow', settings.view_timeout_us * PATIENCE_SHARE)
    lied(core, null, null, 'it lets everybody wait')
  }
  return false
}

export function onSlowTimer({ state: { liar } }: Core): void {
  liar.slowness = 'due'
}

/** A request that no client has made; none, if the primary is no forger. */
export function forgedRequest(core: Core): readonly SignedRequest[] {
  const { liar, pending } = core.state
  const [real] = pending.values()
  if (liar.lie !== 'forge-requests' || real === undefined) return []
  const { session, operation: asked } = real.request
  const operation = { f: 'put', key: keysOf(asked)[0]!, value: NEVER_WRITTEN } as const
  const sequence = FORGED_FROM + ++liar.forged
  lied(core, null, null, `${session} wants to write ${operation.key}`)
  // Signed by the liar, which has no other key.
  return [{ session, sequence, operation, signature: core.keys.sign(requestText(session, sequence, operation)) }]
}
