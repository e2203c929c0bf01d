/** The one way in. Epochs are checked here once for every message; what a step leaves to send is sent once at its end. */
import type { NodeId } from '../../../src-shared/ids'
import { LogDurable } from '../../../src-shared/protocols/replicated-log/facts'
import { advanceDurable } from '../replicated-log/durability'
import { applyCommitted } from './apply'
import { emit, note, send } from '../kit/core'
import { createStep } from '../kit/step'
import type { Core } from './core'
import { emitRole, enterEpoch, flushEntries, newCore } from './core'
import { completeIfCaughtUp, mayLead } from './completeness'
import { claim, onClaim, onClaimAnswer, onClaimTimer, startFailoverTimer } from './failover'
import { onStream } from './follower'
import { advanceCommit, isOfThisGeneration, onHeartbeatTimer, onRefused, onStored, restartStream, stream } from './leader'
import type { NodeMessage } from './messages'
import { answerReads, onReadsTimer } from './reads'
import { answerRetries, onRequest } from './requests'
import { becomeFollower, becomeLeader, leaderIn } from './roles'
import { onSnapshotPiece, snapshotIfDue, takeSnapshot } from './snapshot'
import { onSnapshotReceived } from './snapshot-sending'
import { isWellFormed } from './well-formed'

export const step = createStep<Core>({
  newCore,
  peers: ({ nodes }) => nodes,
  isWellFormed,
  onMessage,
  timers: {
    heartbeat: (core) => {
      if (core.state.leading) onHeartbeatTimer(core, core.state.leading)
    },
    failover: claim,
    claim: onClaimTimer,
    reads: onReadsTimer
  },
  onRequest,
  onDurable,
  onCommand,
  onPeer,
  finish
})

/** The connection broke or came back. */
function onPeer({ state }: Core, peer: NodeId): void {
  const progress = state.leading?.progress.get(peer)
  if (progress) restartStream(progress)
}

function onDurable(core: Core, records: number): void {
  const { state } = core
  state.synced_records = records
  if (advanceDurable(state.disk, records)) emit(core, LogDurable.of(state.id, { index: state.disk.durable }))
}

function onCommand(core: Core, command: string): void {
  const { id, role } = core.state
  switch (command) {
    case 'promote':
      if (role === 'leader') return note(core, 'promoted', `${id} leads already`)
      if (mayLead(core.state)) return becomeLeader(core)
      return note(
        core,
        'promoted',
        `${id} is not promoted: its disk was lost or replaced, and it has not caught up with a leader`
      )
    case 'take-snapshot':
      return takeSnapshot(core)
    default:
      return note(core, 'command', `there is no command ${command}`)
  }
}

function onMessage(core: Core, from: NodeId, message: NodeMessage): void {
  const { state } = core
  if (message.epoch < state.epoch) return fence(core, from, message)
  if (message.epoch > state.epoch && !adoptEpoch(core, from, message.epoch)) return
  onCurrentMessage(core, from, message)
}

/** Whoever asks something in the name of an older epoch learns of the newer one. */
function fence(core: Core, to: NodeId, { type }: NodeMessage): void {
  if (type !== 'stream' && type !== 'snapshot' && type !== 'claim') return
  send(core, to, { type: 'fenced', epoch: core.state.epoch }, 'sync')
}

/** The later epoch is right. False: the message is to be ignored. */
function adoptEpoch(core: Core, from: NodeId, epoch: number): boolean {
  const { state } = core
  if (state.role === 'leader' && state.switches['no-fencing']) {
    enterEpoch(core, epoch)
    emitRole(core)
    return false
  }
  if (state.role === 'leader')
    note(core, 'fenced', `${state.id} led epoch ${state.epoch} and gives way: ${from} is in epoch ${epoch}`)
  becomeFollower(core, epoch, leaderIn(state, epoch))
  return true
}

/** A message of this node's own epoch. */
function onCurrentMessage(core: Core, from: NodeId, message: NodeMessage): void {
  const { leading, id, epoch } = core.state
  const progress = leading?.progress.get(from)
  switch (message.type) {
    case 'stream':
    case 'snapshot':
      if (leading) return note(core, 'bad-message', `${id} leads epoch ${epoch} and ignores ${from}, which claims to`)
      return message.type === 'stream' ? onStream(core, from, message) : onSnapshotPiece(core, from, message)
    case 'stored':
      return progress && isOfThisGeneration(core, from, message) ? onStored(core, from, progress, message) : undefined
    case 'refused':
      return progress && isOfThisGeneration(core, from, message) ? onRefused(core, from, progress, message) : undefined
    case 'snapshot-received':
      return progress && isOfThisGeneration(core, from, message) ? onSnapshotReceived(core, from, progress, message) : undefined
    case 'claim':
      return onClaim(core, from, message)
    case 'claim-answer':
      return onClaimAnswer(core, from, message)
    case 'fenced':
      return
  }
}

function finish(core: Core): void {
  const { state } = core
  flushEntries(core)
  completeIfCaughtUp(core)
  if (state.leading) advanceCommit(core, state.leading)
  applyCommitted(core)
  if (state.leading) answerRetries(core, state.leading)
  answerReads(core)
  if (state.leading) stream(core, state.leading)
  sendAgreement(core)
  snapshotIfDue(core)
  if (core.restart_failover_timer && !state.leading && !state.claim) startFailoverTimer(core)
}

/** One acknowledgement stands for everything that the step stored. */
function sendAgreement(core: Core): void {
  const { state, agreement } = core
  if (agreement === null) return
  const { epoch, generation, switches } = state
  const message = { type: 'stored', epoch, generation, caught_up: mayLead(state), index: agreement.index } as const
  send(core, agreement.to, message, switches['ack-before-store'] ? 'now' : 'sync')
}
