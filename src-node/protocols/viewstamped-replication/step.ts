/** The one way in: each input to a small function of its own. */
import type { NodeId } from '../../../src-shared/ids'
import { primaryOf } from '../../../src-shared/protocols/viewstamped-replication/views'
import { note } from '../kit/core'
import { createStep } from '../kit/step'
import { onCommit, onPrepare, sendAcknowledgement } from './backup'
import { checkpointIfDue } from './checkpoint'
import { onCommand } from './commands'
import type { Core } from './core'
import { newCore, startSilenceTimer } from './core'
import { executeCommitted } from './execute'
import type { ViewstampedMessage } from './messages'
import { commitPrepared, onHeartbeat, onPrepareOk, sendRequests } from './primary'
import { onRecovery, onRecoveryResponse, onRecoveryTimer } from './recovery'
import { onRequest } from './requests'
import { onCheckpointPiece, onGetState, onNewState } from './transfer'
import { onDoViewChange, onSilence, onStartView, onStartViewChange } from './view-change'
import { isWellFormed } from './well-formed'

export const step = createStep<Core>({
  newCore,
  peers: ({ nodes }) => nodes,
  isWellFormed,
  onMessage,
  timers: { silence: onSilence, heartbeat: onHeartbeat, recovery: onRecoveryTimer },
  onRequest,
  onCommand,
  onDurable: () => undefined,
  finish
})

/** What only the primary of a view says. */
const OF_PRIMARY: ReadonlySet<string> = new Set(['prepare', 'commit', 'start-view'])

function onMessage(core: Core, from: NodeId, message: ViewstampedMessage): void {
  const { state } = core
  if (OF_PRIMARY.has(message.type) && 'view' in message && primaryOf(message.view, state.nodes) !== from)
    return note(core, 'bad-message', `${state.id} ignores ${from}, which is not primary in view ${message.view}`)
  switch (message.type) {
    case 'prepare':
      return onPrepare(core, from, message)
    case 'prepare-ok':
      return onPrepareOk(core, from, message)
    case 'commit':
      return onCommit(core, from, message)
    case 'start-view-change':
      return changesView(core) ? onStartViewChange(core, from, message) : undefined
    case 'do-view-change':
      return changesView(core) ? onDoViewChange(core, from, message) : undefined
    case 'start-view':
      return onStartView(core, from, message)
    case 'recovery':
      return onRecovery(core, from, message)
    case 'recovery-response':
      return onRecoveryResponse(core, from, message)
    case 'get-state':
      return onGetState(core, from, message)
    case 'new-state':
      return onNewState(core, from, message)
    case 'checkpoint':
      return onCheckpointPiece(core, from, message)
  }
}

/** Whoever has lost its log has no say in which one is the newest. */
function changesView({ state }: Core): boolean {
  return state.status !== 'recovering' || state.switches['recovering-votes'] === true
}

function finish(core: Core): void {
  const { leading } = core.state
  if (leading !== null) {
    sendRequests(core, leading)
    commitPrepared(core, leading)
  }
  executeCommitted(core)
  sendAcknowledgement(core)
  checkpointIfDue(core)
  if (core.restart_silence_timer && core.state.leading === null) startSilenceTimer(core)
}
