/**
 * Ballot leader election (Ng, Haridi, Carbone, "Omni-Paxos", EuroSys 2023, §5.2). In each round a node asks all others for their ballots, and
 * whether they hear a quorum themselves. Whoever hears one elects the greatest ballot of those who do; where none is as high as the leader's
 * was, it raises its own above that. Of its own state only promises are on disk: whatever it has elected and acted upon it has promised.
 */
import type { NodeId } from '../../../src-shared/ids'
import { ballotAbove } from '../../../src-shared/protocols/multi-paxos/ballots'
import { BallotRaised, LeaderElected, QuorumHeard } from '../../../src-shared/protocols/multi-paxos/facts'
import type { HeardBallot } from '../../../src-shared/protocols/multi-paxos/facts'
import { emit, send, setTimer } from '../kit/core'
import { nextBallot, resendPrepare, startBallot } from './candidate'
import type { Core } from './core'
import type { HeartbeatReply, HeartbeatRequest } from './messages'
import { decidersOf, decides } from './deciders'
import { electionQuorumOf, quorumsOf } from './quorums'
import type { BallotElection, MultiPaxosState } from './state'

/**
 * A node that starts afresh stands with its first ballot, and takes it that it will hear a quorum. One that comes back stands with none: it
 * raises its ballot first, if nobody else leads.
 */
export function newBallotElection({ id, ever, promised }: Pick<MultiPaxosState, 'id' | 'ever' | 'promised'>): BallotElection {
  const is_new = promised === 0
  return {
    round: 0,
    ballot: is_new ? ballotAbove(0, ever, id) : 0,
    heard: new Map(),
    hears_quorum: is_new,
    elected: promised,
    refused: 0,
    known: { own: promised, any: promised }
  }
}

/** For a node that has just started. Others may start with it and be deaf yet, so it waits as long as a round takes before the first. */
export function startRounds(core: Core): void {
  const { state } = core
  if (!state.takes_part) return
  standWith(state, state.ballot_election.ballot)
  setTimer(core, 'round', state.settings.election_timeout_us[0])
}

/** The node may be elected with this ballot from now on. */
export function standWith(state: MultiPaxosState, ballot: number): void {
  state.ballot_election.ballot = ballot
  state.highest = Math.max(state.highest, ballot)
}

/** Asks everybody, and looks at the answers when the round is over. */
function askForBallots(core: Core): void {
  const { state } = core
  const { ballot_election, id, settings } = state
  ballot_election.round++
  ballot_election.heard.clear()
  const own = Math.max(ballot_election.elected, state.promised, ballot_election.refused)
  ballot_election.known = { own, any: state.highest }
  const { round } = ballot_election
  for (const node of decidersOf(state)) if (node !== id) send(core, node, { type: 'heartbeat-request', round }, 'now')
  setTimer(core, 'round', settings.election_timeout_us[0])
}

export function onHeartbeatRequest(core: Core, from: NodeId, { round }: HeartbeatRequest): void {
  const { state } = core
  if (!decides(state)) return
  const { ballot, hears_quorum } = state.ballot_election
  send(core, from, { type: 'heartbeat-reply', round, ballot, hears_quorum }, 'now')
}

export function onHeartbeatReply({ state }: Core, from: NodeId, { round, ballot, hears_quorum }: HeartbeatReply): void {
  const { ballot_election } = state
  if (round === ballot_election.round) ballot_election.heard.set(from, { ballot, hears_quorum })
}

export function onRoundTimer(core: Core): void {
  const { state } = core
  const { ballot_election, settings } = state
  if (!decides(state)) {
    // It may become a member, and begins then.
    ballot_election.round = 0
    return setTimer(core, 'round', settings.election_timeout_us[0])
  }
  if (ballot_election.round > 0) endRound(core)
  askForBallots(core)
}

function endRound(core: Core): void {
  const { state } = core
  const { ballot_election, id } = state
  const deciders = decidersOf(state)
  const heard = [...ballot_election.heard].map(([node, told]) => ({ node, ...told }))
  const others = heard.filter(({ node }) => deciders.includes(node))
  const hears_quorum = others.length + 1 >= electionQuorumOf(quorumsOf(state))
  if (hears_quorum !== ballot_election.hears_quorum)
    emit(core, QuorumHeard.of(id, { hears_quorum, heard: others.map(({ node }) => node) }))
  ballot_election.hears_quorum = hears_quorum
  if (hears_quorum) checkLeader(core, [{ node: id, ballot: ballot_election.ballot, hears_quorum }, ...others])
}

function checkLeader(core: Core, heard: readonly HeardBallot[]): void {
  const { state } = core
  const { ballot_election, switches, id, configuration } = state
  const candidates = heard.filter(({ hears_quorum }) => hears_quorum || switches['deaf-candidates'])
  const greatest = Math.max(...candidates.map(({ ballot }) => ballot))
  const above = ballotToReach(state, candidates)
  if (greatest < above) {
    const ballot = nextBallot(state)
    standWith(state, ballot)
    emit(core, BallotRaised.of(id, { ballot, above }))
  } else if (greatest > ballot_election.elected && greatest >= state.promised) {
    ballot_election.elected = greatest
    state.highest = Math.max(state.highest, greatest)
    emit(core, LeaderElected.of(id, { ballot: greatest, configuration: configuration.index, heard: [...heard] }))
  }
  if (ballot_election.elected === ballot_election.ballot) stand(core)
}

/**
 * A leader's ballot is at least this high. Of a ballot that a deposed leader knows from a refusal alone, others may hear whose it is: were it
 * to raise its own above that, two that do not reach each other would take turns. It leaves that to others that hear a quorum, if there are any.
 */
function ballotToReach({ ballot_election: { known }, switches }: MultiPaxosState, candidates: readonly HeardBallot[]): number {
  return candidates.length === 1 || switches['refusals-overtaken'] ? known.any : known.own
}

/** Its own ballot is elected: phase 1 for it, once, and again to those who have not answered. A ballot that it has led is not led again. */
function stand(core: Core): void {
  const { campaign, promised, ballot_election } = core.state
  if (campaign !== null) resendPrepare(core, campaign)
  else if (promised < ballot_election.ballot) startBallot(core, ballot_election.ballot)
}
