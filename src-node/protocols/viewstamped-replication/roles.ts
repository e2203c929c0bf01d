/** How a node comes to be part of a view, and leaves it. */
import { ViewJoined } from '../../../src-shared/protocols/viewstamped-replication/facts'
import { clearTimer, emit, setTimer } from '../kit/core'
import { lastIndex } from '../replicated-log/log'
import type { Core } from './core'
import { emitRole } from './core'
import { abandonLeading } from './requests'

/** Whatever the node was about in its view ends. */
export function leaveView(core: Core): void {
  const { state } = core
  const { leading } = state
  core.acknowledge = null
  state.change = null
  state.fetching = null
  state.recovery = null
  state.leading = null
  if (leading === null) return
  abandonLeading(core, leading)
  clearTimer(core, 'heartbeat')
}

/** The node is part of its view from now on, as a backup. */
export function joined(core: Core): void {
  const { state } = core
  state.status = 'normal'
  state.last_normal = state.view
  state.change = null
  core.restart_silence_timer = true
  emit(core, ViewJoined.of(state.id, { view: state.view }))
  emitRole(core)
}

export function becomePrimary(core: Core): void {
  const { state } = core
  const newPeer = () => ({ op: 0, answered_us: null })
  const others = state.nodes.filter((node) => node !== state.id)
  state.status = 'normal'
  state.last_normal = state.view
  state.leading = {
    sent: lastIndex(state.log),
    waiting: new Map(),
    peers: new Map(others.map((node) => [node, newPeer()])),
    append_times: []
  }
  emitRole(core)
  clearTimer(core, 'silence')
  core.restart_silence_timer = false
  setTimer(core, 'heartbeat', state.settings.heartbeat_us)
}
