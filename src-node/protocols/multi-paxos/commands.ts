/** Operator commands, as the description declares them. */
import { note } from '../kit/core'
import { standWith } from './ballot-election'
import { nextBallot, startBallot } from './candidate'
import type { Core } from './core'
import { decides } from './deciders'
import { hearsLeader } from './lease'
import { changeVoters } from './membership-change'
import { takeSnapshot } from './snapshot'

export function onCommand(core: Core, command: string, given: Readonly<Record<string, string | number | boolean>>): void {
  const { state } = core
  const { leading } = state
  if (command === 'take-snapshot') return takeSnapshot(core)
  if (command === 'change-voters') {
    if (leading === null) return note(core, 'membership', `${state.id} is no leader and cannot change who votes`)
    return changeVoters(core, leading, String(given['voters']))
  }
  if (state.role === 'leader') return note(core, 'campaign', `${state.id} leads already`)
  if (!state.takes_part) return note(core, 'campaign', `${state.id} has lost its disk and may not lead`)
  if (!decides(state)) return note(core, 'campaign', `${state.id} is no member and may not lead`)
  if (hearsLeader(state, state.id)) return note(core, 'campaign', `${state.id} hears a leader, and leases forbid another ballot`)
  if (state.settings.election === 'timeout') return startBallot(core, nextBallot(state))
  // The greatest ballot is elected.
  standWith(state, nextBallot(state))
}
