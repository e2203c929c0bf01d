/**
 * Client sessions: what was applied for whom, so that a retried write takes effect once (dissertation §6.3). Part of the replicated
 * state: every node drops the same sessions and outcomes at the same log index, so the bounds are constants, not parameters.
 * A client that stays silent while SESSIONS_MAX others write is forgotten, and with it the protection of its older writes.
 */

export const SESSIONS_MAX = 1024
/** How many outcomes a session keeps: how many newer writes may overtake a write that is still being retried. */
export const SESSION_OUTCOMES_MAX = 1024

/** What a write came to. `refused`: the value would have grown too long. `expired`: too old to know whether it was applied. */
export type Outcome = 'done' | 'swapped' | 'not-swapped' | 'refused' | 'expired'

export interface Session {
  /** Sequences up to here that are not in `outcomes` are too old to know. */
  floor: number
  /** In the order they were applied. */
  outcomes: Map<number, Outcome>
}

/** Least recently used first. */
export type Sessions = Map<string, Session>

/** The outcome of an earlier try; null if there certainly was none. */
export function recallOutcome(sessions: Sessions, name: string, sequence: number): Outcome | null {
  const session = sessions.get(name)
  if (session === undefined) return null
  return session.outcomes.get(sequence) ?? (sequence <= session.floor ? 'expired' : null)
}

export function rememberOutcome(sessions: Sessions, name: string, sequence: number, outcome: Outcome): void {
  const session = sessions.get(name) ?? { floor: -1, outcomes: new Map() }
  session.outcomes.set(sequence, outcome)
  if (session.outcomes.size > SESSION_OUTCOMES_MAX) forgetOldest(session)
  sessions.delete(name)
  sessions.set(name, session)
  if (sessions.size > SESSIONS_MAX) sessions.delete(firstKey(sessions))
}

function forgetOldest(session: Session): void {
  const oldest = firstKey(session.outcomes)
  session.outcomes.delete(oldest)
  session.floor = Math.max(session.floor, oldest)
}

function firstKey<K>(map: Map<K, unknown>): K {
  return map.keys().next().value as K
}
