/** What a node tells of an election while it is under way; nothing that it does depends on it. */
import { ElectionTimer, VotesCounted } from '../../../src-shared/protocols/raft/facts'
import { emit } from '../kit/core'
import { votersOf } from '../replicated-log/membership'
import type { Core } from './core'

/** Least time from one word of a follower's timer to the next, in heartbeat intervals: heartbeats do not come to the microsecond. */
const TOLD_APART = 0.9

/** Tells when the timer runs out: of a follower, whose leader sets it anew with every message, about once a heartbeat interval at most. */
export function emitElectionTimer(core: Core, delay_us: number): void {
  const { state, tells_elections } = core
  if (!tells_elections) return
  const since_us = state.now_us - (state.timer_told_us ?? -Infinity)
  // A clock that was set back counts as a long time.
  if (state.role === 'follower' && since_us >= 0 && since_us < TOLD_APART * state.settings.heartbeat_us) return
  state.timer_told_us = state.now_us
  const [least_us, most_us] = state.settings.election_timeout_us
  emit(core, ElectionTimer.of(state.id, { delay_us, least_us, most_us }))
}

/** Tells of the (pre-)candidate's votes so far. */
export function emitVotes(core: Core): void {
  const { id, campaign, membership } = core.state
  if (!core.tells_elections || campaign === null) return
  const answered = (granted: boolean) => [...campaign.votes].flatMap(([voter, vote]) => (vote === granted ? [voter] : []))
  const votes = { voters: [...votersOf(membership)], granted: answered(true), refused: answered(false) }
  emit(core, VotesCounted.of(id, { term: campaign.term, ...votes }))
}
