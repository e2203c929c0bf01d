/** The one way in: each input to a small function of its own; what the step took in is told and passed on at its end. */
import type { NodeId } from '../../../src-shared/ids'
import { emitDurable } from '../kit/durable-events'
import { createStep } from '../kit/step'
import type { Core } from './core'
import { newCore } from './core'
import { snapshotIfDue, emitUpdates } from './disk'
import { recordAppendTime } from '../replicated-log/lag'
import { onExchangeTimer, onHave, onPeer, onRetransmitTimer, sendUpdates, trim } from './exchange'
import { onUpdates } from './incoming-updates'
import type { MultiLeaderMessage } from './messages'
import { onRequest } from './requests'
import { onStatePiece } from './state-receiving'
import { onStateReceived } from './state-sending'
import { isWellFormed } from './well-formed'

export const step = createStep<Core>({
  newCore,
  peers: ({ nodes }) => nodes,
  isWellFormed: (message, { nodes }) => isWellFormed(message, nodes.length),
  onMessage,
  timers: { exchange: onExchangeTimer, retransmit: onRetransmitTimer },
  onRequest,
  onDurable: emitDurable,
  onPeer,
  finish
})

function onMessage(core: Core, from: NodeId, message: MultiLeaderMessage): void {
  switch (message.type) {
    case 'updates':
      return onUpdates(core, from, message.updates)
    case 'have':
      return onHave(core, from, message)
    case 'state':
      return onStatePiece(core, from, message)
    case 'state-received':
      return onStateReceived(core, from, message)
  }
}

function finish(core: Core): void {
  const { state, accepted_updates } = core
  recordAppendTime(state, state.log.base + state.log.updates.length, state.now_us)
  if (accepted_updates.length > 0 && state.settings.exchange_us === 0) sendUpdates(core)
  emitUpdates(core)
  trim(state)
  snapshotIfDue(core)
}
