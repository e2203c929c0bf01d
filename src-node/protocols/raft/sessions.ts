/**
 * Client sessions: what was applied for whom, so that a retried write takes effect once (dissertation §6.3). Part of the replicated
 * state: every node forgets the same sessions and outcomes at the same log index, so the bounds are constants, not parameters.
 * A client that stays silent while SESSIONS_MAX others write is forgotten, and with it the protection of its older writes.
 */

export const SESSIONS_MAX = 1024
/** How many operations a session may be ahead of a write that is still being retried. */
export const SESSION_WINDOW = 1024

/** What a write came to. `refused`: the value would have grown too long. `expired`: too old to know whether it was applied. */
export const OUTCOMES = ['done', 'swapped', 'not-swapped', 'refused', 'expired'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** The sequence of an applied write, and what it came to. */
export type Applied = readonly [sequence: number, outcome: Outcome]

export interface Session {
  /** Log index of the session's last write. */
  used_at: number
  /** By sequence modulo SESSION_WINDOW: a write gives way to the one that is a whole window newer. */
  applied: Map<number, Applied>
}

export type Sessions = Map<string, Session>

/** The outcome of an earlier try; null if there certainly was none. */
export function recallOutcome(sessions: Sessions, name: string, sequence: number): Outcome | null {
  const found = sessions.get(name)?.applied.get(sequence % SESSION_WINDOW)
  if (found === undefined || found[0] < sequence) return null
  return found[0] === sequence ? found[1] : 'expired'
}

/** Remembers a write that was just applied at log index `index`. */
export function rememberOutcome(sessions: Sessions, name: string, sequence: number, outcome: Outcome, index: number): void {
  let session = sessions.get(name)
  if (session === undefined) {
    if (sessions.size >= SESSIONS_MAX) forgetLeastRecent(sessions)
    session = { used_at: index, applied: new Map() }
    sessions.set(name, session)
  }
  session.used_at = index
  session.applied.set(sequence % SESSION_WINDOW, [sequence, outcome])
}

function forgetLeastRecent(sessions: Sessions): void {
  let [oldest, oldest_used_at] = ['', Infinity]
  for (const [name, { used_at }] of sessions) if (used_at < oldest_used_at) [oldest, oldest_used_at] = [name, used_at]
  sessions.delete(oldest)
}
