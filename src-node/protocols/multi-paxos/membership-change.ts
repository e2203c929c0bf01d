/**
 * How the leader brings the members to where the cluster is run: one stop-sign at a time. A node that joins learns what is chosen first, without a
 * vote, so that nobody waits for it later. Whoever leads next goes on from the log, so nothing else has to be remembered.
 */
import type { NodeId } from '../../../src-shared/ids'
import { note } from '../kit/core'
import type { Membership } from '../replicated-log/membership'
import { membershipOf, membershipText } from '../replicated-log/membership'
import type { Core } from './core'
import { audienceOf, newPeer } from './peers'
import type { Leading, MultiPaxosState } from './state'

/** Who takes part in the cluster has changed. */
export function onMembers(
  core: Core,
  { members, ever }: { readonly members: readonly NodeId[]; readonly ever: readonly NodeId[] }
): void {
  const { state } = core
  state.nodes = members
  state.ever = ever
  if (state.leading === null) return
  const { peers } = state.leading
  const audience = audienceOf(state)
  for (const peer of peers.keys()) if (!audience.includes(peer)) peers.delete(peer)
  for (const peer of audience) if (!peers.has(peer)) peers.set(peer, newPeer(state))
}

/** The next change, if one is due. Once a step, after all inputs. */
export function continueChange(core: Core, leading: Leading): void {
  const { state } = core
  if (isAsRun(state) || changeUnderWay(state, leading) !== null) return
  const next = nextMembership(state, leading)
  if (next !== null) plan(core, leading, next)
}

/** Nobody has come or gone whom the configuration does not know of. */
function isAsRun({ nodes, configuration }: MultiPaxosState): boolean {
  const { voters, standbys = [] } = configuration.membership
  return (
    nodes.length === voters.length + standbys.length && nodes.every((node) => voters.includes(node) || standbys.includes(node))
  )
}

/** Why no change can begin now; null: one can. Before a new leader knows what was chosen, there may be one that it has not heard of. */
function changeUnderWay({ commit, id }: MultiPaxosState, { opened_at, stopped_at, next_membership }: Leading): string | null {
  if (commit < opened_at) return `${id} has only just begun to lead`
  if (next_membership !== null) return 'another change is about to begin'
  return stopped_at === null ? null : `the change of slot ${stopped_at} is not chosen yet`
}

/** Given who takes part and who has caught up; null: it is as it should be. */
function nextMembership({ configuration, nodes, ...state }: MultiPaxosState, { peers }: Leading): Membership | null {
  const { voters, standbys = [] } = configuration.membership
  const isReady = (node: NodeId): boolean => {
    const { commit = -1, target = 0 } = peers.get(node) ?? {}
    // It lacks no more than what may be open.
    return commit >= target && commit + state.settings.window >= state.commit
  }
  const ready = nodes.filter((node) => !voters.includes(node) && !standbys.includes(node) && isReady(node))
  const next = [...voters.filter((voter) => nodes.includes(voter)), ...ready]
  if (next.length === 0 || (ready.length === 0 && next.length === voters.length)) return null
  const staying = standbys.filter((node) => nodes.includes(node))
  return membershipOf(next, { learners: staying, standbys: staying })
}

/** An operator says who the members are from now on; everybody else becomes, or stays, a learner. */
export function changeVoters(core: Core, leading: Leading, names: string): void {
  const { state } = core
  const wanted = new Set(names.split(/[\s,]+/).filter((name) => name !== ''))
  const known = [...new Set([...state.configuration.membership.voters, ...state.nodes])]
  const refusal = changeUnderWay(state, leading) ?? voterRefusal(wanted, known)
  if (refusal !== null) return note(core, 'membership', `${state.id} cannot change who votes: ${refusal}`)
  const learners = known.filter((node) => !wanted.has(node))
  const voters = known.filter((node) => wanted.has(node))
  plan(core, leading, membershipOf(voters, { learners, standbys: learners }))
}

function voterRefusal(wanted: ReadonlySet<NodeId>, known: readonly NodeId[]): string | null {
  const stranger = [...wanted].find((name) => !known.includes(name))
  if (stranger !== undefined) return `${stranger} does not take part`
  return wanted.size === 0 ? 'somebody must vote' : null
}

function plan(core: Core, leading: Leading, membership: Membership): void {
  leading.next_membership = membership
  note(core, 'membership', `${core.state.id} proposes a stop-sign in slot ${leading.next}: ${membershipText(membership)}`)
}
