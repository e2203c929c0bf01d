/** A leader that hears no quorum for an election timeout steps down, so that clients look elsewhere (dissertation §6.2). */
import { note, setTimer } from '../kit/core'
import type { Core } from './core'
import type { Progress } from './progress'
import { counts } from './progress'
import { isQuorum } from '../replicated-log/membership'
import { becomeFollower } from './roles'
import type { Leading } from './state'

/** The highest election timeout: a leader must not give up before its followers may. */
export function onQuorumTimer(core: Core, leading: Leading): void {
  const { state } = core
  const isHeard = (progress: Progress) => progress.active && counts(progress)
  const heard = isQuorum(state.membership, (voter) => voter === state.id || isHeard(leading.progress.get(voter)!))
  for (const progress of leading.progress.values()) progress.active = false
  if (heard || !state.settings.check_quorum) return setTimer(core, 'election', state.settings.election_timeout_us[1])
  note(core, 'stepped-down', `${state.id} led term ${state.term} and steps down: it hears no quorum`)
  becomeFollower(core, state.term, null)
}
