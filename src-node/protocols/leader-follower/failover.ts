/**
 * Failover without consensus: a follower that hears no leader announces a claim. Nodes that still hear the leader, or have a
 * longer log, object. No answer counts as consent, so an isolated follower promotes itself (split brain) until the links heal and
 * the higher epoch fences the lower.
 */
import type { NodeId } from '../../../src-shared/ids'
import { Vote } from '../../../src-shared/protocols/replicated-log/facts'
import type { EntryId } from '../replicated-log/log'
import { lastEntry, lastIndex, lastTerm } from '../replicated-log/log'
import { emit, note, send, setTimer } from '../kit/core'
import type { Core } from './core'
import { emitRole } from './core'
import { mayLead } from './completeness'
import { nextEpochOf } from './epochs'
import type { Claim, ClaimAnswer } from './messages'
import { becomeFollower, becomeLeader } from './roles'
import type { NodeState } from './state'

/** A fresh random timeout each time, so that claims rarely meet. */
export function startFailoverTimer(core: Core): void {
  const { failover, failover_timeout_us } = core.state.settings
  const [lowest, highest] = failover_timeout_us
  if (failover === 'automatic') setTimer(core, 'failover', Math.round(lowest + core.random() * (highest - lowest)))
}

/** The leader is silent. */
export function claim(core: Core): void {
  const { state } = core
  const { id, epoch, leader, log, settings } = state
  if (state.role !== 'follower') return
  if (!mayLead(state)) return startFailoverTimer(core)
  note(
    core,
    'failover-claimed',
    `${id} hears nothing from ${leader ?? 'any leader'} and asks whether to lead; its log ends at ${lastIndex(log)}`
  )
  const attempt = ++state.attempts
  Object.assign(state, { role: 'candidate', leader: null, claim: { objected: false } })
  emitRole(core)
  const next_epoch = nextEpochOf(state.nodes, id, state.generation, epoch)
  const message: Claim = { type: 'claim', epoch, attempt, next_epoch, last_index: lastIndex(log), last_epoch: lastTerm(log) }
  for (const node of state.nodes) if (node !== id) send(core, node, message, 'now')
  setTimer(core, 'claim', settings.failover_wait_us)
}

/** The others have had their time. */
export function onClaimTimer(core: Core): void {
  const { state } = core
  if (state.claim === null) return
  if (state.claim.objected) becomeFollower(core, state.epoch, null)
  else becomeLeader(core)
}

export function onClaim(core: Core, from: NodeId, message: Claim): void {
  const { state } = core
  const { epoch } = state
  const answer = answerTo(state, from, message)
  send(core, from, { type: 'claim-answer', epoch, attempt: message.attempt, answer }, 'now')
  if (answer === 'longer') return claim(core)
  if (answer === 'hears-leader') return
  const candidate_last = { index: message.last_index, term: message.last_epoch }
  emit(core, Vote.of(state.id, { candidate: from, term: message.next_epoch, last: lastOf(state), candidate_last }))
  becomeFollower(core, epoch, null)
  core.restart_failover_timer = true
}

function answerTo(state: NodeState, from: NodeId, claimed: Claim): ClaimAnswer['answer'] {
  if (hasRecentLeaderContact(state)) return 'hears-leader'
  return mayLeadBefore(state, from, claimed) ? 'longer' : 'yields'
}

function hasRecentLeaderContact({ role, last_heard_us, now_us, settings }: NodeState): boolean {
  return role === 'leader' || (last_heard_us !== null && now_us - last_heard_us < settings.failover_timeout_us[0])
}

/** Where this node's log ends, as far as it counts: one that may not lead stands in nobody's way. */
function lastOf(state: NodeState): EntryId {
  return mayLead(state) ? lastEntry(state.log) : { index: 0, term: 0 }
}

/** Whether this log goes further than the claimant's; of equal ones, the first node in the cluster's order leads. */
function mayLeadBefore(state: NodeState, from: NodeId, { last_index, last_epoch }: Claim): boolean {
  const { nodes, id, role, switches } = state
  const { index, term } = lastOf(state)
  const further = term - last_epoch || index - last_index
  if (further === 0) return role === 'candidate' && nodes.indexOf(id) < nodes.indexOf(from)
  return switches['promote-shortest'] ? further < 0 : further > 0
}

export function onClaimAnswer(core: Core, from: NodeId, { attempt, answer }: ClaimAnswer): void {
  const { state } = core
  if (state.claim === null || attempt !== state.attempts || answer === 'yields') return
  state.claim.objected = true
  const why = answer === 'longer' ? 'has the longer log' : 'hears the leader'
  note(core, 'failover-refused', `${state.id} may not lead: ${from} ${why}`)
}
