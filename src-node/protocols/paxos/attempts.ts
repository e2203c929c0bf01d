/** The end of ballots and attempts: who waits for one is answered. */
import type { Accepted, Ballot } from '../../../src-shared/protocols/paxos/ballot'
import { BallotEnded } from '../../../src-shared/protocols/paxos/facts'
import type { BallotOutcome } from '../../../src-shared/protocols/paxos/facts'
import { clearTimer, emit, reply } from '../kit/core'
import type { Core } from './core'
import type { Attempt } from './state'

/** The value is known: whatever the proposer was about, it is over. */
export function concludeAttempt(core: Core, key: string, { value }: Accepted): void {
  const attempt = core.state.attempts.get(key)
  if (attempt === undefined) return
  if (attempt.phase !== 'pause') endBallot(core, attempt, 'overtaken')
  for (const request of attempt.requests) reply(core, request, { status: 'ok', result: { value } })
  dropAttempt(core, attempt)
}

export function dropAttempt(core: Core, attempt: Attempt): void {
  clearTimer(core, `attempt:${attempt.id}`)
  core.state.timers.delete(attempt.id)
  core.state.attempts.delete(attempt.key)
}

export function endBallot(
  core: Core,
  { key, ballot, accepted_by }: Attempt,
  outcome: BallotOutcome,
  found: { readonly value?: string; readonly promised?: Ballot } = {}
): void {
  emit(core, BallotEnded.of(core.state.id, { key, ballot, outcome, acceptors: [...accepted_by], ...found }))
}
