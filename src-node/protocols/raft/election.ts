/** Elections: pre-vote, vote, and who is refused (Raft §5.2, §5.4.1; dissertation §4.2.3, §9.6). */
import type { NodeId } from '../../../src-shared/ids'
import { note, send } from '../kit/core'
import type { Core } from './core'
import { persistHardState, emitVote } from './core'
import { isUpToDate, lastIndex, lastTerm } from '../replicated-log/log'
import { window_us } from './lease'
import type { PreVote, PreVoteReply, RequestVote, RequestVoteReply } from './messages'
import { isQuorum, isVoter, votersOf } from '../replicated-log/membership'
import { askIfRemoved, isRemoved, tellIfRemoved } from './removal'
import { becomeCandidate, becomeFollower, becomeLeader, becomePreCandidate } from './roles'
import type { RaftState } from './state'
import { emitVotes } from './telling'

/** The leader has been silent for an election timeout. */
export function onElectionTimeout(core: Core): void {
  if (core.state.settings.pre_vote) askForPreVotes(core)
  else campaign(core, false)
}

function askForPreVotes(core: Core): void {
  const { state } = core
  if (!mayCampaign(core)) return askIfRemoved(core)
  becomePreCandidate(core)
  note(core, 'pre-vote-started', `${state.id} hears no leader and asks whether it would be elected in term ${state.term + 1}`)
  if (wins(state)) return campaign(core, false)
  const last = { last_index: lastIndex(state.log), last_term: lastTerm(state.log) }
  // Nothing is promised, so nothing has to be on disk.
  for (const peer of others(state)) send(core, peer, { type: 'pre-vote', term: state.term + 1, ...last }, 'now')
}

/** Campaigns in the next term. `forced`: the leader itself or an operator wishes it. */
export function campaign(core: Core, forced: boolean): void {
  const { state } = core
  if (!mayCampaign(core)) return
  becomeCandidate(core)
  note(core, 'election-started', `${state.id} campaigns in term ${state.term}`)
  if (wins(state)) return becomeLeader(core)
  const last = { last_index: lastIndex(state.log), last_term: lastTerm(state.log) }
  for (const peer of others(state)) send(core, peer, { type: 'request-vote', term: state.term, ...last, forced }, 'sync')
}

function mayCampaign(core: Core): boolean {
  const { id, membership, generation } = core.state
  core.restart_election_timer = true
  return isVoter(membership, id) && generation === 0 && !isRemoved(core.state)
}

/** Would this node vote for the sender? Leaves term, vote and timer alone. */
export function onPreVote(core: Core, from: NodeId, message: PreVote): void {
  const { state } = core
  const refusal =
    message.term <= state.term
      ? `term ${message.term} is not above its own term ${state.term}`
      : hasRecentLeaderContact(state, from)
        ? contactText(state)
        : (diskRefusal(state) ?? logRefusal(state, message))
  if (refusal !== null)
    note(core, 'pre-vote-refused', `${state.id} refuses ${from} a pre-vote for term ${message.term}: ${refusal}`)
  const { term } = state
  send(core, from, { type: 'pre-vote-reply', term, asked_term: message.term, granted: refusal === null }, 'now')
  tellIfRemoved(core, from)
}

/** At most one vote in a term, first come first served, and only for a log at least as up to date as the own (figure 2). */
export function onRequestVote(core: Core, from: NodeId, message: RequestVote): void {
  const { state } = core
  const refusal = diskRefusal(state) ?? voteRefusal(state, from) ?? logRefusal(state, message)
  if (refusal === null && state.vote !== from) grantVote(core, from, message)
  if (refusal === null) core.restart_election_timer = true
  else note(core, 'vote-refused', `${state.id} refuses ${from} its vote in term ${state.term}: ${refusal}`)
  send(core, from, { type: 'request-vote-reply', term: state.term, granted: refusal === null }, 'sync')
}

function diskRefusal({ generation }: RaftState): string | null {
  return generation > 0 ? 'it has lost its disk and may have voted already' : null
}

function voteRefusal({ vote, switches }: RaftState, from: NodeId): string | null {
  if (vote === null || vote === from || switches['vote-twice']) return null
  return `it has voted for ${vote} in this term`
}

function grantVote(core: Core, candidate: NodeId, { last_index, last_term }: RequestVote): void {
  const { state } = core
  state.vote ??= candidate
  persistHardState(core)
  emitVote(core, candidate, { index: last_index, term: last_term })
  note(core, 'vote-granted', `${state.id} votes for ${candidate} in term ${state.term}`)
}

function logRefusal({ log, switches }: RaftState, { last_index, last_term }: PreVote | RequestVote): string | null {
  if (switches['vote-for-anyone'] || isUpToDate(log, last_index, last_term)) return null
  return `its own log ends later (entry ${lastIndex(log)} of term ${lastTerm(log)} against ${last_index} of term ${last_term})`
}

/**
 * Whether a leader lives as far as this node knows, so that nobody needs votes (dissertation §4.2.3): it was heard within two
 * heartbeats, but never longer ago than the lowest election timeout, or the first to notice a dead leader would be refused by the
 * others. Off without pre-vote and check-quorum, as in the paper, but for candidates that have no vote as far as this node knows: they may have been removed. Under
 * leases it is a promise, kept also over a restart and whatever term others are in. A leader counts as alive itself: should it hear no quorum, check-quorum deposes it. A clock that
 * was set back counts as silence, or it could lock out elections.
 */
export function hasRecentLeaderContact(state: RaftState, candidate: NodeId): boolean {
  const { role, leader, last_heard_us, now_us, settings, membership, switches } = state
  const { pre_vote, check_quorum, lease_reads } = settings
  if (switches['heed-removed'] && !isVoter(membership, candidate)) return false
  if (!pre_vote && !check_quorum && !lease_reads && isVoter(membership, candidate)) return false
  if (role === 'leader') return true
  if ((leader === null && !lease_reads) || last_heard_us === null) return false
  const silence_us = now_us - last_heard_us
  return silence_us >= 0 && silence_us < window_us(settings)
}

/** Why a node that has had {@link hasRecentLeaderContact} refuses. */
export function contactText({ leader }: RaftState): string {
  return leader === null ? 'it may have heard a leader a moment ago' : `it hears the leader ${leader}`
}

export function onPreVoteReply(core: Core, from: NodeId, message: PreVoteReply): void {
  const { state } = core
  if (state.role !== 'pre-candidate' || message.asked_term !== state.campaign!.term) return
  state.campaign!.votes.set(from, message.granted)
  emitVotes(core)
  if (wins(state)) campaign(core, false)
  else if (loses(state)) {
    note(core, 'election-lost', `${state.id} would not be elected in term ${state.term + 1} and stays in term ${state.term}`)
    becomeFollower(core, state.term, null)
  }
}

export function onRequestVoteReply(core: Core, from: NodeId, message: RequestVoteReply): void {
  const { state } = core
  if (state.role !== 'candidate') return
  state.campaign!.votes.set(from, message.granted)
  emitVotes(core)
  if (wins(state)) becomeLeader(core)
  else if (loses(state)) {
    note(core, 'election-lost', `a quorum refuses ${state.id} its votes in term ${state.term}`)
    becomeFollower(core, state.term, null)
  }
}

function wins({ membership, campaign }: RaftState): boolean {
  return isQuorum(membership, (voter) => campaign!.votes.get(voter) === true)
}

/** Too many refused for a quorum still to form. */
function loses({ membership, campaign }: RaftState): boolean {
  return !isQuorum(membership, (voter) => campaign!.votes.get(voter) !== false)
}

function others({ id, membership }: RaftState): NodeId[] {
  return votersOf(membership).filter((voter) => voter !== id)
}
