/** What a node does once a stop-sign is chosen: the leader goes on in the next configuration, or another takes its place. */
import type { NodeId } from '../../../src-shared/ids'
import { note } from '../kit/core'
import { tell } from '../kit/own-messages'
import type { Configuration } from '../replicated-log/membership'
import { isVoter } from '../replicated-log/membership'
import type { ClientRequest } from '../contract'
import { standWith } from './ballot-election'
import { nextBallot, startBallot } from './candidate'
import type { Core } from './core'
import { lead } from './leader'
import { takeRequests } from './requests'
import { becomeFollower } from './roles'
import type { Leading, MultiPaxosState } from './state'

/** The configuration has changed in this step. */
export function openConfiguration(core: Core): void {
  const { left, state } = core
  if (left === null) return
  core.left = null
  if (state.leading !== null) return goOn(core, state.leading, left)
  const { leader, configuration, id } = state
  if (leader === null || isVoter(configuration.membership, leader)) return
  // It leads no more, and uses no lease: it has told that the stop-sign is chosen, or a later leader has.
  state.leader = null
  state.last_heard_us = null
  if (successorOf(left, configuration) === id) open(core, null)
}

/** Whoever begins where the leader is no member any more: the first that was a member before. Where it is down, timeouts find another. */
function successorOf(left: Configuration, { membership: { voters } }: Configuration): NodeId {
  return voters.find((voter) => isVoter(left.membership, voter)) ?? voters[0]!
}

/** Phase 1 for all slots of the configuration. */
function open(core: Core, requests: ClientRequest[] | null): void {
  const { state } = core
  const ballot = nextBallot(state)
  if (state.settings.election === 'ballot-leader-election') standWith(state, ballot)
  startBallot(core, ballot, requests)
}

function goOn(core: Core, leading: Leading, left: Configuration): void {
  const { state } = core
  const { id, promised: ballot, configuration } = state
  announce(core, leading, left)
  if (!isVoter(configuration.membership, id)) {
    note(core, 'stepped-down', `${id} led ballot ${ballot} and steps down: it is no member any more`)
    return becomeFollower(core, ballot, null)
  }
  const requests = takeRequests(leading)
  if (state.switches['promises-kept']) return lead(core, { ballot, promises: keptPromises(leading), requests })
  becomeFollower(core, ballot, null)
  state.last_heard_us = null
  open(core, requests)
}

/** All hear at once that the stop-sign is chosen, those included whom nobody tells anything from now on. */
function announce(core: Core, { peers }: Leading, left: Configuration): void {
  const { promised: ballot, commit }: MultiPaxosState = core.state
  const chosen = { type: 'accept', ballot, entries: [], commit, configuration: left.index, round: 0 } as const
  for (const peer of peers.keys()) tell(core, peer, chosen, 'now')
}

function keptPromises({ promised_by }: Leading): Map<NodeId, readonly []> {
  return new Map(promised_by.map((node) => [node, []]))
}
