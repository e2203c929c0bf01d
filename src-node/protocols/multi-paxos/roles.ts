/** The transitions between roles. Only these functions change `role`. */
import type { NodeId } from '../../../src-shared/ids'
import { clearTimer } from '../kit/core'
import type { Core } from './core'
import { emitRole } from './core'
import { abandonLeading, sendElsewhere } from './requests'

/** Follows in the ballot, its owner known to lead or not. */
export function becomeFollower(core: Core, ballot: number, leader: NodeId | null): void {
  const { state } = core
  const deposed = state.leading
  const carried = state.campaign?.requests ?? []
  state.role = 'follower'
  state.promised = Math.max(state.promised, ballot)
  state.highest = Math.max(state.highest, ballot)
  state.leader = leader
  state.campaign = null
  state.leading = null
  core.restart_election_timer = true
  if (deposed !== null) {
    abandonLeading(core, deposed)
    clearTimer(core, 'heartbeat')
  }
  sendElsewhere(core, carried)
  emitRole(core)
}
