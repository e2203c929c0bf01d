/** Recovery (§4.3): a node that has restarted has nothing, and asks the others. Until it has its log it takes no part. */
import type { NodeId } from '../../../src-shared/ids'
import { LogLost } from '../../../src-shared/protocols/viewstamped-replication/facts'
import { primaryOf } from '../../../src-shared/protocols/viewstamped-replication/views'
import { emit, setTimer } from '../kit/core'
import { lastIndex } from '../replicated-log/log'
import type { Recovery_, RecoveryResponse } from './messages'
import type { Core } from './core'
import { quorumOf, tell, tellAll } from './core'
import { fetchState, join } from './fetch'
import { startViewChange } from './view-change'

const NONCE_MAX = 2 ** 48

export function startRecovery(core: Core): void {
  const { state } = core
  emit(core, LogLost.of(state.id, { view: state.view }))
  askAround(core)
}

function askAround(core: Core): void {
  const { state } = core
  const nonce = Math.floor(core.random() * NONCE_MAX)
  state.recovery = { nonce, answers: new Map(), progress: false }
  state.fetching = null
  tellAll(core, { type: 'recovery', nonce, view: state.view })
  setTimer(core, 'recovery', state.settings.election_timeout_us[0])
}

/** As long as pieces come in, the node goes on with them; else it begins anew, with whoever is there now. */
export function onRecoveryTimer(core: Core): void {
  const { state } = core
  const { recovery, fetching } = state
  if (recovery === null) return
  if (fetching === null || !recovery.progress) return askAround(core)
  recovery.progress = false
  fetchState(core, fetching.from)
  setTimer(core, 'recovery', state.settings.election_timeout_us[0])
}

export function onRecovery(core: Core, from: NodeId, { nonce, view }: Recovery_): void {
  const { state } = core
  if (state.status !== 'normal') return
  // The sender cannot go back to a view that it has left: perhaps nobody else has heard of the later one.
  if (view > state.view) return startViewChange(core, view)
  const op = state.leading === null ? null : lastIndex(state.log)
  tell(core, from, { type: 'recovery-response', nonce, view: state.view, op })
}

/** With the answers of a majority, the primary of the latest view among them, the node takes over the log of that view. */
export function onRecoveryResponse(core: Core, from: NodeId, message: RecoveryResponse): void {
  const { state } = core
  const { recovery } = state
  if (recovery === null || message.nonce !== recovery.nonce || state.fetching !== null) return
  recovery.answers.set(from, message)
  if (state.switches['recover-from-first']) return join(core, message.view, from)
  const view = Math.max(...[...recovery.answers.values()].map((answer) => answer.view))
  const primary = primaryOf(view, state.nodes)
  const { op = null } = recovery.answers.get(primary) ?? {}
  if (recovery.answers.size < quorumOf(state) || op === null || view < state.view) return
  join(core, view, primary)
}
