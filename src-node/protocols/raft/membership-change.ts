/**
 * How the leader brings the configuration to where the cluster is run: one change at a time, each an entry of its own. Learners come and
 * go at once, since they decide nothing; voters change by joint consensus, C_old,new and then C_new (Raft §6, dissertation §4.3). Whoever
 * leads next goes on from the log, so nothing else has to be remembered.
 */
import type { NodeId } from '../../../src-shared/ids'
import { note } from '../kit/core'
import { makeMembershipEntry } from '../replicated-log/entry'
import { lastIndex } from '../replicated-log/log'
import type { Membership } from '../replicated-log/membership'
import { isJoint, isVoter, membersOf, membershipOf, membershipText } from '../replicated-log/membership'
import { onConfigurationCommitted } from './configuration'
import type { Core } from './core'
import { followCatchUp, isCatchingUp, isReady } from './learners'
import { appendOwn, sendHeartbeat } from './replication'
import { becomeFollower } from './roles'
import type { Leading, RaftState } from './state'
import { furthestFollower, startTransfer } from './transfer'

/** Who takes part in the cluster has changed. */
export function onMembers(
  core: Core,
  { members, ever }: { readonly members: readonly NodeId[]; readonly ever: readonly NodeId[] }
): void {
  const { state } = core
  state.nodes = members
  state.ever = ever
  if (state.leading) state.leading.is_settled = false
}

/** The next change, if one is due. Once a step, after all inputs. */
export function continueChange(core: Core, leading: Leading): void {
  if (leading.is_settled) return
  const { state } = core
  followCatchUp(core, leading)
  if (changeUnderWay(state, leading) !== null) return
  if (isJoint(state.membership)) return propose(core, finalOf(state.membership))
  const next = nextMembership(state, leading)
  leading.is_settled = next === null && !isCatchingUp(leading)
  if (next === null) return
  if (!isVoter(finalOf(next), state.id) && offersLeadership(core, leading)) return
  propose(core, next)
}

/** Why no change can begin now; null: one can. A new leader first commits an entry of its term, or it would not know what is committed. */
function changeUnderWay({ configurations, commit, id }: RaftState, { opened_at, transfer_to }: Leading): string | null {
  if (commit < opened_at) return `${id} has only just begun to lead`
  if (configurations.length > 1) return `the change of entry ${configurations.at(-1)!.index} is not committed yet`
  return transfer_to === null ? null : `leadership is being handed to ${transfer_to}`
}

/** Where the configuration goes next, given who takes part and who has caught up; null: it is where it should be. */
function nextMembership(state: RaftState, leading: Leading): Membership | null {
  const { membership, nodes } = state
  const { voters, learners = [], standbys = [] } = membership
  const isHere = (node: NodeId): boolean => nodes.includes(node)
  const newcomers = nodes.filter((node) => !voters.includes(node) && !learners.includes(node))
  const staying = { learners: learners.filter(isHere), standbys: standbys.filter(isHere) }
  if (newcomers.length > 0 || staying.learners.length < learners.length)
    return membershipOf(voters, { ...staying, learners: [...staying.learners, ...newcomers] })
  const ready = learners.filter((learner) => !standbys.includes(learner) && isReady(leading, learner))
  const next = [...voters.filter(isHere), ...ready]
  if (next.length === 0 || (ready.length === 0 && next.length === voters.length)) return null
  return changeOf(state, next, { learners: learners.filter((learner) => !ready.includes(learner)), standbys })
}

/** The first step to other voters: a joint configuration. */
function changeOf(
  { membership, switches }: RaftState,
  voters: readonly NodeId[],
  others: Omit<Membership, 'voters'>
): Membership {
  return membershipOf(voters, switches['direct-change'] ? others : { ...others, outgoing: membership.voters })
}

/** An operator says who votes from now on; everybody else becomes, or stays, a learner. */
export function changeVoters(core: Core, leading: Leading, names: string): void {
  const { state } = core
  const wanted = new Set(names.split(/[\s,]+/).filter((name) => name !== ''))
  const members = membersOf([{ index: 0, membership: state.membership }])
  const refusal = changeUnderWay(state, leading) ?? voterRefusal(wanted, members)
  if (refusal !== null) return note(core, 'membership', `${state.id} cannot change who votes: ${refusal}`)
  const learners = members.filter((member) => !wanted.has(member))
  const voters = members.filter((member) => wanted.has(member))
  propose(core, changeOf(state, voters, { learners, standbys: learners }))
}

function voterRefusal(wanted: ReadonlySet<NodeId>, members: readonly NodeId[]): string | null {
  const stranger = [...wanted].find((name) => !members.includes(name))
  if (stranger !== undefined) return `${stranger} is no member`
  return wanted.size === 0 ? 'somebody must vote' : null
}

/** The configuration that a joint one leads to. */
function finalOf({ voters, learners, standbys }: Membership): Membership {
  return membershipOf(voters, { learners, standbys })
}

function propose(core: Core, membership: Membership): void {
  const { state } = core
  const index = lastIndex(state.log) + 1
  note(core, 'membership', `${state.id} proposes the configuration of entry ${index}: ${membershipText(membership)}`)
  appendOwn(core, makeMembershipEntry(index, state.term, membership))
}

/** A leader that leaves hands over before, so that nobody waits for an election; once, for it can lead the change itself. */
function offersLeadership(core: Core, leading: Leading): boolean {
  const target = leading.has_offered_leadership ? null : furthestFollower(core.state, leading)
  leading.has_offered_leadership = true
  if (target === null) return false
  startTransfer(core, leading, target)
  return true
}

/**
 * The entry at `index` is committed, and holds a configuration. Of the end of a change the leader tells everybody at once, those included
 * whom it tells nothing from then on; without a vote of its own it then steps down (Raft §6).
 */
export function onChangeCommitted(core: Core, index: number): void {
  const { state } = core
  const { leading, membership } = state
  if (leading && !isJoint(membership)) announceCommit(core, leading)
  onConfigurationCommitted(core, index)
  if (!leading || isJoint(membership) || isVoter(membership, state.id)) return
  note(core, 'stepped-down', `${state.id} led term ${state.term} and steps down: it has no vote any more`)
  becomeFollower(core, state.term, null)
}

function announceCommit(core: Core, leading: Leading): void {
  core.append = null
  for (const [peer, progress] of leading.progress) sendHeartbeat(core, leading, peer, progress)
}
