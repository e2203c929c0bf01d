/** Asks for what the node lacks (§5.2). */
import type { NodeId } from '../../../src-shared/ids'
import { lastIndex } from '../replicated-log/log'
import type { Core } from './core'
import { emitRole, enterView, tell } from './core'
import { dropFrom } from './own-log'
import { joined, leaveView } from './roles'

/** The view has begun without this node, which asks for its log. */
export function join(core: Core, view: number, from: NodeId): void {
  const { state } = core
  const takes_part = state.status !== 'recovering'
  const is_joining = state.status === 'view-change' && state.change === null
  if (state.view !== view || (takes_part && !is_joining)) {
    if (takes_part) {
      leaveView(core)
      state.status = 'view-change'
    }
    enterView(core, view)
    emitRole(core)
  }
  core.restart_silence_timer = true
  if (state.switches['join-at-once'] && takes_part) {
    dropFrom(core, state.commit + 1)
    joined(core)
  }
  fetchState(core, from)
}

/** Asks once a heartbeat interval at most, as long as nothing comes. */
export function fetchState(core: Core, from: NodeId): void {
  const { fetching, now_us, settings } = core.state
  const since_us = now_us - (fetching?.asked_us ?? -Infinity)
  // A clock that was set back counts as a long time.
  if (since_us < 0 || since_us >= settings.heartbeat_us) ask(core, from)
}

export function ask(core: Core, from: NodeId): void {
  const { state } = core
  const { view, status, log, commit, now_us } = state
  // A checkpoint of no more than what was committed meanwhile would never be taken: another one is asked for.
  const arriving = state.fetching?.arriving ?? null
  const wanted = arriving !== null && arriving.index > commit ? arriving : null
  state.fetching = { from, asked_us: now_us, arriving: wanted }
  const op = status === 'normal' ? lastIndex(log) : commit
  tell(core, from, { type: 'get-state', view, op, checkpoint: wanted?.index ?? 0, offset: wanted?.rows.length ?? 0 })
}
