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

/** Applied writes with consecutive sequences that came to the same. */
export type Run = [first: number, last: number, outcome: Outcome]

export interface Session {
  /** Log index of the session's last write. */
  used_at: number
  /** The last SESSION_WINDOW sequences, oldest first, without what was never applied. Never empty, and hardly ever more than a few. */
  readonly runs: Run[]
}

export type Sessions = Map<string, Session>

/** The outcome of an earlier try; null if there certainly was none. */
export function recallOutcome(sessions: Sessions, name: string, sequence: number): Outcome | null {
  const session = sessions.get(name)
  if (session === undefined) return null
  const { runs } = session
  if (sequence < oldestKept(runs)) return 'expired'
  const run = runs[placeOf(runs, sequence)]
  return run !== undefined && sequence <= run[1] ? run[2] : null
}

/** Remembers a write that was just applied at log index `index`. */
export function rememberOutcome(sessions: Sessions, name: string, sequence: number, outcome: Outcome, index: number): void {
  const session = sessions.get(name)
  if (session !== undefined) {
    session.used_at = index
    addToRuns(session.runs, sequence, outcome)
    return
  }
  if (sessions.size >= SESSIONS_MAX) forgetLeastRecent(sessions)
  sessions.set(name, { used_at: index, runs: [[sequence, sequence, outcome]] })
}

function addToRuns(runs: Run[], sequence: number, outcome: Outcome): void {
  const at = placeOf(runs, sequence)
  const [before, after] = [runs[at], runs[at + 1]]
  if (before !== undefined && sequence <= before[1]) return
  if (after !== undefined) insertIntoRuns(runs, at, sequence, outcome)
  else if (before?.[1] === sequence - 1 && before[2] === outcome) before[1] = sequence
  else runs.push([sequence, sequence, outcome])
  const oldest = oldestKept(runs)
  while (runs[0]![1] < oldest) runs.shift()
  runs[0]![0] = Math.max(runs[0]![0], oldest)
}

/** `at`: the newest run that begins before the sequence, and ends before it. */
function insertIntoRuns(runs: Run[], at: number, sequence: number, outcome: Outcome): void {
  const [before, after] = [runs[at], runs[at + 1]]
  const first = before?.[1] === sequence - 1 && before[2] === outcome ? before[0] : sequence
  const last = after?.[0] === sequence + 1 && after[2] === outcome ? after[1] : sequence
  // Neighbours that came to the same grow together.
  runs.splice(first < sequence ? at : at + 1, Number(first < sequence) + Number(last > sequence), [first, last, outcome])
}

/** The newest run that begins at or before `sequence`; -1 if there is none. Nearly always the last. */
function placeOf(runs: readonly Run[], sequence: number): number {
  let at = runs.length - 1
  while (at >= 0 && runs[at]![0] > sequence) at--
  return at
}

function oldestKept(runs: readonly Run[]): number {
  return runs.at(-1)![1] - SESSION_WINDOW + 1
}

function forgetLeastRecent(sessions: Sessions): void {
  let [oldest, oldest_used_at] = ['', Infinity]
  for (const [name, { used_at }] of sessions) if (used_at < oldest_used_at) [oldest, oldest_used_at] = [name, used_at]
  sessions.delete(oldest)
}

/** A session goes on changing its runs. */
export function copyOf([first, last, outcome]: Readonly<Run>): Run {
  return [first, last, outcome]
}
