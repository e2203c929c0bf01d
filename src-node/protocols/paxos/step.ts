/** The one way in: each input to a small function of its own. */
import type { NodeId } from '../../../src-shared/ids'
import { emitDurable } from '../kit/durable-events'
import { hearOwn, releaseOwn } from '../kit/own-messages'
import { createStep } from '../kit/step'
import { onAccept, onPrepare } from './acceptor'
import type { Core } from './core'
import { newCore, snapshotIfDue } from './core'
import { onAlive, onHeartbeatTimer } from './distinguished'
import { onAcknowledge, onLearned, onResendTimer } from './learner'
import type { PaxosMessage } from './messages'
import { onAccepted, onAttemptTimer, onPromise, onRefuse } from './proposer'
import { onCommand, onRequest } from './requests'
import { isWellFormed } from './well-formed'

export const step = createStep<Core>({
  newCore,
  peers: ({ nodes }) => nodes,
  isWellFormed: (message, { nodes }) => isWellFormed(message, (name) => nodes.includes(name)),
  onMessage,
  timers: { attempt: onAttemptTimer, resend: onResendTimer, heartbeat: onHeartbeatTimer },
  onRequest,
  onCommand,
  onDurable,
  finish(core) {
    hearOwn(core, onMessage)
    snapshotIfDue(core)
  }
})

function onMessage(core: Core, from: NodeId, message: PaxosMessage): void {
  switch (message.type) {
    case 'prepare':
      return onPrepare(core, from, message)
    case 'promise':
      return onPromise(core, from, message)
    case 'accept':
      return onAccept(core, from, message)
    case 'accepted':
      return onAccepted(core, from, message)
    case 'refuse':
      return onRefuse(core, message)
    case 'learned':
      return onLearned(core, from, message)
    case 'acknowledge':
      return onAcknowledge(core, from, message.key)
    case 'alive':
      return onAlive(core, from)
  }
}

function onDurable(core: Core, records: number): void {
  emitDurable(core, records)
  releaseOwn(core, records)
}
