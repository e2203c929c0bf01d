/**
 * A node that was removed may never hear of it: the leader sends it nothing from then on. It learns of it when it asks for votes. A node
 * that knows a committed configuration without the asker answers with the newest entry that is committed. An asker that has this entry
 * knows its configuration from then on; one that lacks it could not be elected (Raft §5.4.3) and asks no more until it has it.
 */
import type { NodeId } from '../../../src-shared/ids'
import { note, send } from '../kit/core'
import { lastIndex, lastTerm, termAt } from '../replicated-log/log'
import { isVoter, membersOf, votersOf } from '../replicated-log/membership'
import type { Core } from './core'
import type { Removed } from './messages'
import { becomeFollower } from './roles'
import type { RaftState } from './state'

/** Tells a node that asks for a vote that it is no member, if so: no configuration that may be in force has it. */
export function tellIfRemoved(core: Core, asker: NodeId): void {
  const { configurations, log, commit, term } = core.state
  // Before any change is known, whoever came later is unknown, not removed.
  if (configurations[0]!.index === 0 || membersOf(configurations).includes(asker)) return
  send(core, asker, { type: 'removed', term, index: commit, index_term: termAt(log, commit)! }, 'now')
}

export function onRemoved(core: Core, from: NodeId, { index, index_term }: Removed): void {
  const { state } = core
  const { id, log, role, term } = state
  if (role === 'leader') return
  if (termAt(log, index) === index_term) {
    state.commit = Math.max(state.commit, index)
    return
  }
  if (index <= state.commit) return
  if (!isRemoved(state)) note(core, 'membership', `${id} asks for no more votes: ${from} says that it was removed`)
  state.committed_without = { index, term: index_term }
  becomeFollower(core, term, null)
}

/** Whether an entry that this node lacks was committed by members that know of its removal. */
export function isRemoved({ committed_without, commit, log }: RaftState): boolean {
  if (committed_without === null) return false
  const { index, term } = committed_without
  return commit < index && termAt(log, index) !== term
}

/** Whether its vote may be needed yet, as far as it knows. */
export function isCountedOn(state: RaftState): boolean {
  return !isRemoved(state) && state.configurations.some(({ membership }) => isVoter(membership, state.id))
}

/** A node that loses its vote with a change that it does not know to be committed asks about itself alone: it takes no votes. */
export function askIfRemoved(core: Core): void {
  const { state } = core
  const { id, log, membership } = state
  if (isVoter(membership, id) || !isCountedOn(state)) return
  const asked = { type: 'pre-vote', term: state.term + 1, last_index: lastIndex(log), last_term: lastTerm(log) } as const
  for (const peer of votersOf(membership)) send(core, peer, asked, 'now')
}
