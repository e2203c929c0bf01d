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

/** In a session's ring: of a sequence that was never applied. */
const NEVER = 0

/** Applied writes with consecutive sequences that came to the same: how snapshots and messages tell of a session. */
export type Run = [first: number, last: number, outcome: Outcome]

/**
 * A ring rather than runs: where other operations lie between a session's writes, as reads do and writes to other groups of the process,
 * there are as many runs as writes.
 */
export interface Session {
  /** Log index of the session's last write. */
  used_at: number
  /** The highest sequence that was applied. */
  newest: number
  /** The last SESSION_WINDOW sequences, each at its remainder: the outcome's place in OUTCOMES, counted from 1; 0: never applied. */
  readonly outcomes: Uint8Array
}

export type Sessions = Map<string, Session>

/** The outcome of an earlier try; null if there certainly was none. */
export function recallOutcome(sessions: Sessions, name: string, sequence: number): Outcome | null {
  const session = sessions.get(name)
  if (session === undefined || sequence > session.newest) return null
  return sequence < oldestKept(session) ? 'expired' : outcomeAt(session, sequence)
}

/** Remembers a write that was just applied at log index `index`. */
export function rememberOutcome(sessions: Sessions, name: string, sequence: number, outcome: Outcome, index: number): void {
  const session = sessions.get(name) ?? addSession(sessions, name)
  session.used_at = index
  remember(session, sequence, outcome)
}

/** What the session remembers, oldest first. */
export function runsOf(session: Session): Run[] {
  const { newest, outcomes } = session
  const runs: Run[] = []
  // Snapshots read every place of every session: numbers are compared, and a run is looked up where one ends.
  let run_code = NEVER
  for (let sequence = Math.max(0, oldestKept(session)); sequence <= newest; sequence++) {
    const code = outcomes[sequence % SESSION_WINDOW]!
    if (code !== NEVER && code === run_code) runs[runs.length - 1]![1] = sequence
    else if (code !== NEVER) runs.push([sequence, sequence, OUTCOMES[code - 1]!])
    run_code = code
  }
  return runs
}

/** The session that remembers this; see {@link runsOf}. */
export function sessionOf(used_at: number, runs: readonly Readonly<Run>[]): Session {
  const session = newSession(used_at)
  for (const [first, last, outcome] of runs)
    for (let sequence = Math.max(first, last - SESSION_WINDOW + 1); sequence <= last; sequence++)
      remember(session, sequence, outcome)
  return session
}

/** What two parts of a state remember together: `into` has all of it from then on, and shares nothing with the other. */
export function uniteSessions(into: Sessions, others: Sessions): void {
  for (const [name, session] of others) {
    const known = into.get(name)
    if (known === undefined) into.set(name, { ...session, outcomes: session.outcomes.slice() })
    else uniteSession(known, session)
  }
  while (into.size > SESSIONS_MAX) forgetLeastRecent(into)
}

function uniteSession(into: Session, { used_at, newest, outcomes }: Session): void {
  into.used_at = Math.max(into.used_at, used_at)
  advance(into, newest)
  for (let sequence = Math.max(0, oldestKept(into)); sequence <= newest; sequence++)
    if (into.outcomes[sequence % SESSION_WINDOW] === 0)
      into.outcomes[sequence % SESSION_WINDOW] = outcomes[sequence % SESSION_WINDOW]!
}

function newSession(used_at: number): Session {
  return { used_at, newest: 0, outcomes: new Uint8Array(SESSION_WINDOW) }
}

function addSession(sessions: Sessions, name: string): Session {
  if (sessions.size >= SESSIONS_MAX) forgetLeastRecent(sessions)
  const session = newSession(0)
  sessions.set(name, session)
  return session
}

function remember(session: Session, sequence: number, outcome: Outcome): void {
  advance(session, sequence)
  if (sequence < oldestKept(session) || outcomeAt(session, sequence) !== null) return
  session.outcomes[sequence % SESSION_WINDOW] = OUTCOMES.indexOf(outcome) + 1
}

/** What falls out of the window gives its place to the sequences up to this one. */
function advance(session: Session, sequence: number): void {
  const { newest, outcomes } = session
  if (sequence <= newest) return
  if (sequence - newest >= SESSION_WINDOW) outcomes.fill(0)
  else for (let passed = newest + 1; passed <= sequence; passed++) outcomes[passed % SESSION_WINDOW] = 0
  session.newest = sequence
}

function outcomeAt({ outcomes }: Session, sequence: number): Outcome | null {
  return OUTCOMES[outcomes[sequence % SESSION_WINDOW]! - 1] ?? null
}

function oldestKept({ newest }: Session): number {
  return newest - SESSION_WINDOW + 1
}

function forgetLeastRecent(sessions: Sessions): void {
  let [oldest, oldest_used_at] = ['', Infinity]
  for (const [name, { used_at }] of sessions) if (used_at < oldest_used_at) [oldest, oldest_used_at] = [name, used_at]
  sessions.delete(oldest)
}
