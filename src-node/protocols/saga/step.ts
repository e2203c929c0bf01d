/** The one way in: each input to a small function of its own. */
import type { NodeId } from '../../../src-shared/ids'
import { note, setTimer } from '../kit/core'
import { emitDurable } from '../kit/durable-events'
import { createStep } from '../kit/step'
import * as choreography from './choreography'
import type { Core } from './core'
import { isChoreographed, newCore, snapshotIfDue } from './core'
import { onLook, onSeen } from './looks'
import type { Help, SagaMessage } from './messages'
import * as orchestrator from './orchestrator'
import { onRequest } from './requests'
import { onOrder } from './service'
import { isWellFormed } from './well-formed'

export const step = createStep<Core>({
  newCore,
  peers: ({ topology }) => topology.nodes,
  isWellFormed,
  onMessage,
  timers: { retry: onRetryTimer },
  onRequest,
  onDurable: emitDurable,
  onCommand: (core, command, given) => onHelp(core, command === 'retry' ? 'retry' : 'skip', String(given['saga'])),
  finish
})

function onMessage(core: Core, from: NodeId, message: SagaMessage): void {
  switch (message.type) {
    case 'do':
    case 'undo':
    case 'cancel':
      return onOrder(core, from, message)
    case 'answer':
      return orchestrator.onAnswer(core, from, message)
    case 'ended':
      return isChoreographed(core.state) ? choreography.onEnded(core, from, message) : undefined
    case 'got':
      return choreography.onGot(core, from, message.event)
    case 'look':
      return onLook(core, from, message)
    case 'seen':
      return onSeen(core, from, message)
  }
}

function onRetryTimer(core: Core): void {
  if (isChoreographed(core.state)) choreography.onRetry(core)
  else orchestrator.onRetry(core)
  setTimer(core, 'retry', core.state.settings.retry_us)
}

function onHelp(core: Core, by: Help, saga: string): void {
  const { state } = core
  const helped = isChoreographed(state) ? choreography.help(core, saga, by) : orchestrator.help(core, saga, by)
  if (!helped) note(core, 'not-stuck', `${state.id} has no saga ${saga} that is stuck`)
}

function finish(core: Core): void {
  choreography.sendEvents(core)
  snapshotIfDue(core)
}
