/** The learner: knows which slots are chosen. */
import type { NodeId } from '../../../src-shared/ids'
import { askForChosen } from './catch-up'
import { commitNext } from './configuration'
import type { Core } from './core'

/**
 * The leader says that all slots up to `commit` are chosen. What this node has accepted in the leader's own ballot is that; of an earlier
 * ballot it may be something else, so that it has to ask.
 */
export function noteCommit(core: Core, leader: NodeId, ballot: number, commit: number): void {
  const { state } = core
  while (state.commit < commit) {
    const entry = state.slots.entries.get(state.commit + 1)
    if (entry === undefined) return askForChosen(core, leader)
    if (entry.term !== ballot && !state.switches['any-ballot-chosen']) return askForChosen(core, leader)
    commitNext(core)
  }
  state.catching_up = null
}
