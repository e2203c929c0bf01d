/**
 * Which configuration is in force (Raft §6): the newest in the log, from the moment in which it is appended. Those of uncommitted entries
 * are kept behind the newest committed one, so that a node whose entry is overwritten falls back to the one before.
 */
import type { NodeId } from '../../../src-shared/ids'
import { Configured } from '../../../src-shared/protocols/replicated-log/facts'
import { emit, note } from '../kit/core'
import type { Entry } from '../replicated-log/entry'
import type { Configuration, Membership } from '../replicated-log/membership'
import { isVoter, membershipText, NOBODY, sameMembership } from '../replicated-log/membership'
import type { Core } from './core'
import { emitRole } from './core'
import { syncProgress } from './learners'
import type { RaftState } from './state'

/** What a node begins with: one that was there from the start knows who votes, one that came later is told by the leader. */
export function initialMembership(id: NodeId, initial_nodes: readonly NodeId[]): Membership {
  return initial_nodes.includes(id) ? { voters: initial_nodes } : NOBODY
}

/** Takes in the configurations of entries that were appended to the log; says whether there were any. For recovery; tells nothing. */
export function takeConfigurations(state: RaftState, entries: readonly Entry[]): boolean {
  let is_changed = false
  for (const { index, membership } of entries) {
    // What a snapshot holds is older than the snapshot's own.
    if (membership === undefined || index <= state.configurations[0]!.index) continue
    state.configurations.push({ index, membership })
    is_changed = true
  }
  return is_changed
}

/** The log was cut back: forgets the configurations from `index` on; says whether there were any. */
export function dropConfigurations(state: RaftState, index: number): boolean {
  const kept = state.configurations.filter((one, at) => at === 0 || one.index < index)
  if (kept.length === state.configurations.length) return false
  state.configurations = kept
  return true
}

/** The newest in the log; with the deliberate bug, the newest that is committed. */
function inForce({ configurations, switches }: RaftState): Configuration {
  return configurations.at(switches['configure-on-commit'] ? 0 : -1)!
}

/** Makes the newest configuration count. */
export function applyConfigurations(state: RaftState): void {
  state.membership = inForce(state).membership
}

/** Entries were appended to the log. */
export function onAppended(core: Core, entries: readonly Entry[]): void {
  if (takeConfigurations(core.state, entries)) enterConfiguration(core)
}

/** The log was cut back to before `index`. */
export function onTruncated(core: Core, index: number): void {
  const { state } = core
  if (state.switches['keep-overwritten-configuration'] || !dropConfigurations(state, index)) return
  enterConfiguration(core)
  note(
    core,
    'membership',
    `${state.id} falls back to the configuration before entry ${index}: ${membershipText(state.membership)}`
  )
}

/** A snapshot replaced the log up to its index. */
export function onInstalled(core: Core, { index, membership }: Configuration): void {
  const { state } = core
  const before = state.configurations
  state.configurations = [{ index, membership }, ...before.filter((one) => one.index > index)]
  // What the node went by already, and knows to be committed, it need not tell of again.
  if (before.length > 1 || !sameMembership(inForce(state).membership, state.membership)) enterConfiguration(core)
}

/** The entry at `index` is committed, and holds a configuration: what came before is history. */
export function onConfigurationCommitted(core: Core, index: number): void {
  const { state } = core
  state.configurations = state.configurations.filter((one) => one.index >= index)
  // Of one that has been replaced already nobody needs to hear.
  if (inForce(state) === state.configurations[0]) enterConfiguration(core)
  else applyConfigurations(state)
  if (state.leading) syncProgress(state, state.leading)
}

/** Another configuration is in force than before, or it is committed now. */
function enterConfiguration(core: Core): void {
  const { state } = core
  const had_vote = isVoter(state.membership, state.id)
  applyConfigurations(state)
  emitConfiguration(core, inForce(state))
  if (state.role === 'follower' && isVoter(state.membership, state.id) !== had_vote) emitRole(core)
  if (state.leading) syncProgress(state, state.leading)
}

/** Tells of a configuration that took effect or was committed. */
export function emitConfiguration(core: Core, { index, membership }: Configuration): void {
  const { id: node, configurations } = core.state
  const { voters, outgoing = [], learners = [] } = membership
  const is_committed = index <= configurations[0]!.index
  emit(core, Configured.of(node, { index, voters, outgoing, learners, is_committed }))
}
