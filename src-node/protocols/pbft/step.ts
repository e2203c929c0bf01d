/** The one way in: each input to a small function of its own. */
import type { NodeId } from '../../../src-shared/ids'
import { emitDurable } from '../kit/durable-events'
import { createStep } from '../kit/step'
import { onPrePrepare, onVote } from './agreement'
import { onDecided, onState, onStatus, onStatusTimer } from './catching-up'
import { onCheckpoint } from './checkpoints'
import type { Core } from './core'
import { newCore } from './core'
import { onCommand, onMoodTimer } from './liar/behaviour'
import { hear } from './liar/hear'
import { onSlowTimer } from './liar/propose'
import type { PbftMessage } from './messages'
import { answerReads, onRelay, onRequest, proposePending } from './requests'
import { followTimer } from './timer'
import { onNewView, onViewChange, onViewTimer } from './view-changes'
import { isWellFormed } from './well-formed'

export const step = createStep<Core>({
  newCore,
  peers: ({ nodes }) => nodes,
  isWellFormed: (message, { nodes }) => isWellFormed(message, (name) => nodes.includes(name)),
  onMessage(core, from, message) {
    hear(core, from, message)
    onMessage(core, from, message)
  },
  timers: { view: onViewTimer, status: onStatusTimer, mood: onMoodTimer, slow: onSlowTimer },
  onRequest,
  onCommand,
  onDurable({ state, effects }, records) {
    state.disk.durable = records
    emitDurable({ state, effects }, records)
  },
  finish(core) {
    answerReads(core)
    proposePending(core)
    followTimer(core)
  }
})

function onMessage(core: Core, from: NodeId, message: PbftMessage): void {
  switch (message.type) {
    case 'pre-prepare':
      return onPrePrepare(core, from, message)
    case 'prepare':
    case 'commit':
      return onVote(core, from, message)
    case 'checkpoint':
      return onCheckpoint(core, from, message)
    case 'view-change':
      return onViewChange(core, from, message)
    case 'new-view':
      return onNewView(core, from, message)
    case 'relay':
      return onRelay(core, from, message)
    case 'status':
      return onStatus(core, from, message)
    case 'decided':
      return onDecided(core, from, message)
    case 'state':
      return onState(core, from, message)
  }
}
