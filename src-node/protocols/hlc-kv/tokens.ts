/** What a session brings along: the greatest stamp that it has seen. */
import { compareHybrid } from '../../../src-shared/causality/hybrid-clock'
import type { HybridTime } from '../../../src-shared/causality/hybrid-clock'
import type { ClientReply } from '../contract'

/** The answer, with a token for what the session has seen by now. */
export function answerWith(
  result: { readonly value?: string | null },
  seen: HybridTime | null
): Extract<ClientReply, { readonly status: 'ok' }> {
  return { status: 'ok', result, ...(seen !== null && { context: { session: `${seen.physical_us}+${seen.counter}` } }) }
}

/** null: the session has seen nothing, or this is no token. */
export function parseToken(token: string | undefined): HybridTime | null {
  const parts = /^(-?\d{1,15})\+(\d{1,5})$/.exec(token ?? '')
  return parts === null ? null : { physical_us: Number(parts[1]), counter: Number(parts[2]) }
}

export function laterOf(a: HybridTime | null, b: HybridTime | null): HybridTime | null {
  if (a === null || b === null) return a ?? b
  return compareHybrid(a, b) < 0 ? b : a
}
