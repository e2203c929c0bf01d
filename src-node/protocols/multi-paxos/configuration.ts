/**
 * Who decides. A change of members is a value like any other, chosen in a slot: the *stop-sign* of the configuration before (Lamport, Malkhi, Zhou,
 * "Stoppable Paxos", 2008; Omni-Paxos §6). A leader proposes nothing after it in the same ballot; the members that it names decide on the slots that
 * follow, and promise a ballot for them first.
 *
 * The other known way is a window (Lamport 2001, §3): what is chosen in slot i counts from slot i + α on. A leader may then go on meanwhile, but all
 * α slots must be filled before a change takes effect, α bounds for good what may be open, and phase 1 needs quorums of all configurations within
 * it. Here one configuration counts at a time, however many slots may be open, for a few round trips without writes.
 */
import { Configured } from '../../../src-shared/protocols/replicated-log/facts'
import { append, emit } from '../kit/core'
import type { Configuration } from '../replicated-log/membership'
import { isVoter } from '../replicated-log/membership'
import { applyChosen } from './apply'
import type { Core } from './core'
import { emitRole } from './core'
import { dropLeases } from './quorum-lease'
import { becomeFollower } from './roles'
import { dropSlotsAfter } from './slots'
import type { MultiPaxosState } from './state'

/** Takes note that the next slot is chosen, too; for recovery, as it tells nothing. True: with a stop-sign, so that another configuration counts. */
export function commitSlot(state: MultiPaxosState): boolean {
  const membership = state.slots.entries.get(++state.commit)?.membership
  if (membership === undefined) return false
  changeTo(state, { index: state.commit, membership })
  return true
}

/** What was accepted in later slots was never chosen. */
function changeTo(state: MultiPaxosState, configuration: Configuration): void {
  state.configuration = configuration
  dropSlotsAfter(state.slots, configuration.index)
}

/** The next slot is chosen, too. */
export function commitNext(core: Core): void {
  const { state } = core
  const before = state.configuration
  if (!commitSlot(state)) return
  append(core, { kind: 'stopped', index: state.commit })
  // Ballots of later configurations are higher, so that they can be told in order.
  state.highest = Math.max(state.highest, state.slots.entries.get(state.commit)!.term)
  applyChosen(core)
  enter(core, before)
}

/** A snapshot holds a configuration. */
export function installConfiguration(core: Core, configuration: Configuration): void {
  const { state } = core
  const before = state.configuration
  if (configuration.index <= before.index) return
  changeTo(state, configuration)
  enter(core, before)
}

/** Another configuration counts from now on. What the node does about it comes at the end of the step. */
function enter(core: Core, before: Configuration): void {
  const { state } = core
  core.left ??= before
  dropLeases(state)
  emitConfiguration(core)
  if (state.leading !== null) return
  const had_vote = isVoter(before.membership, state.id)
  if (state.campaign !== null) becomeFollower(core, state.promised, state.leader)
  else if (isVoter(state.configuration.membership, state.id) !== had_vote) emitRole(core)
}

/** Tells of the configuration that counts. */
export function emitConfiguration(core: Core): void {
  const { id, configuration } = core.state
  const { voters, learners = [] } = configuration.membership
  emit(core, Configured.of(id, { index: configuration.index, voters, outgoing: [], learners, is_committed: true }))
}
