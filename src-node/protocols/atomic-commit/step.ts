/** The one way in: each input to a small function of its own. */
import type { NodeId } from '../../../src-shared/ids'
import { setTimer } from '../kit/core'
import { emitDurable } from '../kit/durable-events'
import { createStep } from '../kit/step'
import { onAcknowledge, onAskCoordinator, onDecided, onPreCommitted, onVote, onWaitTimer, resendDecisions } from './coordinator'
import type { Core } from './core'
import { isCoordinator, newCore, snapshotIfDue } from './core'
import { onAskParticipant, pursueDecisions } from './in-doubt'
import type { AtomicCommitMessage } from './messages'
import { onCommand } from './operator'
import { onDecide, onPrepare } from './participant'
import { onExecuted, onRefused, onStepTimer, onStillOpen, onWaits, onWounded, resendSteps } from './execution/coordinator'
import { detectDeadlock } from './execution/detection'
import { onExecute, onOver } from './execution/shard'
import { onUnderWay, pursueUnvoted } from './execution/unvoted'
import { onAccept, onForget, onTakeOver } from './paxos/acceptor'
import { onAccepted } from './paxos/chosen'
import { onPromise } from './paxos/leader'
import { onRequest } from './requests'
import { onPreCommit, onState } from './three-phase/termination'
import { isWellFormed } from './well-formed'

export const step = createStep<Core>({
  newCore,
  peers: ({ nodes }) => nodes,
  isWellFormed,
  onMessage,
  timers: { wait: onWaitTimer, step: onStepTimer, retry: onRetryTimer },
  onRequest,
  onCommand,
  onDurable,
  finish(core) {
    for (let message = core.own.shift(); message !== undefined; message = core.own.shift())
      onMessage(core, core.state.id, message)
    snapshotIfDue(core)
  }
})

function onMessage(core: Core, from: NodeId, message: AtomicCommitMessage): void {
  const is_coordinator = isCoordinator(core.state)
  const { transaction } = message
  switch (message.type) {
    case 'prepare':
      return onPrepare(core, from, message)
    case 'vote':
      return onVote(core, from, message)
    case 'decide':
      return is_coordinator ? onDecided(core, transaction, message.commit) : onDecide(core, from, message)
    case 'acknowledge':
      return onAcknowledge(core, from, transaction)
    case 'ask':
      return is_coordinator ? onAskCoordinator(core, from, transaction) : onAskParticipant(core, from, message)
    case 'state':
      return onState(core, from, message)
    case 'pre-commit':
      return onPreCommit(core, from, transaction)
    case 'pre-committed':
      return onPreCommitted(core, from, transaction)
    case 'accept':
      return onAccept(core, message)
    case 'accepted':
      return onAccepted(core, from, message)
    case 'take-over':
      return onTakeOver(core, from, message)
    case 'promise':
      return onPromise(core, from, message)
    case 'forget':
      return onForget(core, transaction)
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
      return onStillOpen(core, from, transaction)
    case 'over':
      return onOver(core, transaction)
    case 'under-way':
      return onUnderWay(core, transaction)
  }
}

function onDurable(core: Core, records: number): void {
  core.state.disk.durable = records
  emitDurable(core, records)
}

function onRetryTimer(core: Core): void {
  resendDecisions(core)
  pursueDecisions(core)
  detectDeadlock(core)
  resendSteps(core)
  pursueUnvoted(core)
  setTimer(core, 'retry', core.state.settings.retry_us)
}
