/** The one way in: each input to a small function of its own. */
import type { NodeId } from '../../../src-shared/ids'
import { setTimer } from '../kit/core'
import { emitDurable } from '../kit/durable-events'
import { createStep } from '../kit/step'
import { onAcknowledge, onAsk, onVote, onVotesTimer, resendCommits } from './coordinator'
import type { Core } from './core'
import { newCore, snapshotIfDue } from './core'
import type { AtomicCommitMessage } from './messages'
import { detectDeadlock } from './execution/detection'
import { onExecuted, onRefused, onStepTimer, onStillOpen, onWaits, onWounded, resendSteps } from './execution/coordinator'
import { askAfterSilent, onExecute, onOver } from './execution/shard'
import { askAgain, onDecide, onPrepare } from './participant'
import { onRequest } from './requests'
import { isWellFormed } from './well-formed'

export const step = createStep<Core>({
  newCore,
  // All talk to the coordinator alone, and it to them.
  peers: ({ id, coordinator, participants }) => (id === coordinator ? participants : [coordinator]),
  isWellFormed,
  onMessage,
  timers: { votes: onVotesTimer, step: onStepTimer, retry: onRetryTimer },
  onRequest,
  onDurable: emitDurable,
  finish: snapshotIfDue
})

function onMessage(core: Core, from: NodeId, message: AtomicCommitMessage): void {
  switch (message.type) {
    case 'prepare':
      return onPrepare(core, from, message)
    case 'vote':
      return onVote(core, from, message)
    case 'decide':
      return onDecide(core, from, message)
    case 'acknowledge':
      return onAcknowledge(core, from, message.transaction)
    case 'ask':
      return onAsk(core, from, message.transaction)
    case 'execute':
      return onExecute(core, message)
    case 'executed':
      return onExecuted(core, from, message)
    case 'waits':
      return onWaits(core, from, message)
    case 'refused':
      return onRefused(core, from, message)
    case 'wounded':
      return onWounded(core, from, message)
    case 'still-open':
      return onStillOpen(core, from, message.transaction)
    case 'over':
      return onOver(core, message.transaction)
  }
}

function onRetryTimer(core: Core): void {
  resendCommits(core)
  askAgain(core)
  detectDeadlock(core)
  resendSteps(core)
  askAfterSilent(core)
  setTimer(core, 'retry', core.state.settings.retry_us)
}
