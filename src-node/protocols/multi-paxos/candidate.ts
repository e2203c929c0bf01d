/** Phase 1: a node that hears no leader asks for promises for all open slots at once. */
import type { NodeId } from '../../../src-shared/ids'
import { ballotAbove } from '../../../src-shared/protocols/multi-paxos/ballots'
import { note, setTimer } from '../kit/core'
import { tell } from '../kit/own-messages'
import { askForChosen } from './catch-up'
import { decidersOf, decides } from './deciders'
import type { Core } from './core'
import { emitRole } from './core'
import { lead } from './leader'
import { hearsLeader } from './lease'
import type { Prepare, Promise_, Refuse } from './messages'
import { quorumsOf } from './quorums'
import { becomeFollower } from './roles'
import type { Campaign, MultiPaxosState } from './state'

/** The leader has been silent for too long. With ballot leader election silence means nothing. */
export function onElectionTimer(core: Core): void {
  if (core.state.settings.election === 'timeout') startBallot(core, nextBallot(core.state))
}

/** The node's own next one, above all that it has had or heard of. */
export function nextBallot({ promised, highest, ever, id }: MultiPaxosState): number {
  return ballotAbove(Math.max(promised, highest), ever, id)
}

/** The ballot is on disk, as the node's own promise, before anybody hears of it: no other start may use it again (§2.5). */
export function startBallot(core: Core, ballot: number, requests = core.state.campaign?.requests ?? null): void {
  const { state } = core
  core.restart_election_timer = true
  if (!decides(state) || hearsLeader(state, state.id)) return
  // In a ballot that is not promised yet it may propose nothing.
  if (state.leading !== null) becomeFollower(core, state.promised, null)
  state.role = 'candidate'
  state.leader = null
  state.highest = ballot
  state.campaign = { ballot, promises: new Map(), requests }
  const prepare = prepareOf(state, ballot)
  tell(core, state.id, prepare, 'now')
  for (const node of decidersOf(state)) if (node !== state.id) tell(core, node, prepare, 'sync')
  emitRole(core)
}

function prepareOf({ commit, configuration }: MultiPaxosState, ballot: number): Prepare {
  return { type: 'prepare', ballot, commit, configuration: configuration.index }
}

/** To those who have not promised: the message or the answer was lost. */
export function resendPrepare(core: Core, { ballot, promises }: Campaign): void {
  const prepare = prepareOf(core.state, ballot)
  for (const node of decidersOf(core.state)) if (!promises.has(node)) tell(core, node, prepare, 'sync')
}

/** To one that has been told what it lacked, and could not promise before. */
export function prepareAgain(core: Core, node: NodeId): void {
  const { campaign, promised } = core.state
  if (campaign === null || campaign.promises.has(node) || promised !== campaign.ballot || !decidersOf(core.state).includes(node))
    return
  tell(core, node, prepareOf(core.state, campaign.ballot), 'sync')
}

export function onPromise(core: Core, from: NodeId, { ballot, entries }: Promise_): void {
  const { state } = core
  if (state.campaign?.ballot !== ballot || state.promised !== ballot || !decidersOf(state).includes(from)) return
  state.campaign.promises.set(from, entries)
  if (state.campaign.promises.size >= quorumsOf(state).prepare) lead(core, state.campaign)
}

/** A higher ballot ends this one; whoever refuses for another reason may be one of few. */
export function onRefuse(core: Core, from: NodeId, { ballot, promised, compacted }: Refuse): void {
  const { state } = core
  const is_current = state.campaign?.ballot === ballot || (state.leading !== null && state.promised === ballot)
  state.highest = Math.max(state.highest, promised)
  if (!is_current) return
  const lacks = compacted > state.commit
  if (promised > ballot || (lacks && state.leading !== null)) {
    if (state.campaign !== null && promised > ballot) state.ballot_election.refused = promised
    const why = lacks ? `knows slot ${compacted} to be chosen` : `has promised ${promised}`
    note(core, 'preempted', `${state.id} gives up ballot ${ballot}: ${from} ${why}`)
    becomeFollower(core, state.promised, null)
  }
  if (lacks) askForChosen(core, from)
}

/** A fresh random timeout each time, so that two nodes rarely preempt each other twice. */
export function startElectionTimer(core: Core): void {
  const { election, election_timeout_us } = core.state.settings
  if (election !== 'timeout') return
  const [lowest, highest] = election_timeout_us
  setTimer(core, 'election', Math.round(lowest + core.random() * (highest - lowest)))
}
