/** Operator commands, as the description declares them. */
import { note } from '../kit/core'
import { standWith } from './ballot-election'
import { nextBallot, startBallot } from './candidate'
import type { Core } from './core'
import { hearsLeader } from './lease'
import { takeSnapshot } from './snapshot'

export function onCommand(core: Core, command: string): void {
  const { state } = core
  if (command === 'take-snapshot') return takeSnapshot(core)
  if (state.role === 'leader') return note(core, 'campaign', `${state.id} leads already`)
  if (!state.takes_part) return note(core, 'campaign', `${state.id} has lost its disk and may not lead`)
  if (hearsLeader(state, state.id)) return note(core, 'campaign', `${state.id} hears a leader, and leases forbid another ballot`)
  if (state.settings.election === 'timeout') return startBallot(core, nextBallot(state))
  // The greatest ballot is elected.
  standWith(state, nextBallot(state))
}
