/** The one way in. Epochs are checked here once for every message; what a step leaves to send is sent once at its end. */
import type { NodeId } from '../../../src-shared/ids'
import { LogDurable } from '../../../src-shared/protocols/replicated-log/facts'
import type { Context, Input } from '../contract'
import { advanceDurable } from '../replicated-log/durability'
import { applyCommitted } from './apply'
import type { Core, NodeEffect } from './core'
import { emit, emitRole, enterEpoch, flushEntries, newCore, note, send } from './core'
import { completeIfCaughtUp, mayLead } from './completeness'
import { claim, onClaim, onClaimAnswer, onClaimTimer, startFailoverTimer } from './failover'
import { onStream } from './follower'
import { advanceCommit, isOfThisGeneration, onHeartbeatTimer, onRefused, onStored, restartStream, stream } from './leader'
import type { NodeMessage } from './messages'
import { answerReads, onReadsTimer } from './reads'
import { answerRetries, onRequest } from './requests'
import { becomeFollower, becomeLeader, leaderIn } from './roles'
import { readSwitches } from './settings'
import { onSnapshotPiece, snapshotIfDue, takeSnapshot } from './snapshot'
import { onSnapshotReceived } from './snapshot-sending'
import type { NodeState } from './state'
import { isWellFormed } from './well-formed'

export function step(state: NodeState, inputs: readonly Input<NodeMessage>[], context: Context): NodeEffect[] {
  const core = newCore(state, context)
  for (const input of inputs) onInput(core, input)
  finishStep(core)
  return core.effects
}

function onInput(core: Core, input: Input<NodeMessage>): void {
  switch (input.kind) {
    case 'message':
      return onMessage(core, input.from, input.message)
    case 'timer':
      return onTimer(core, input.timer)
    case 'request':
      return onRequest(core, input.request)
    case 'command':
      return onCommand(core, input.command)
    case 'durable':
      return onDurable(core, input.records)
    case 'switches':
      core.state.switches = readSwitches(input.switches)
      return
    case 'peer': {
      const progress = core.state.leading?.progress.get(input.peer)
      if (progress) restartStream(progress)
      return
    }
  }
}

function onDurable(core: Core, records: number): void {
  const { state } = core
  state.synced_records = records
  if (advanceDurable(state.disk, records)) emit(core, LogDurable.of(state.id, { index: state.disk.durable }))
}

function onTimer(core: Core, timer: string): void {
  const { leading } = core.state
  switch (timer) {
    case 'heartbeat':
      return leading ? onHeartbeatTimer(core, leading) : undefined
    case 'failover':
      return claim(core)
    case 'claim':
      return onClaimTimer(core)
    case 'reads':
      return onReadsTimer(core)
  }
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
  if (!state.nodes.includes(from)) return
  if (!isWellFormed(message)) return note(core, 'bad-message', `${state.id} ignores a malformed message from ${from}`)
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
  if (state.role === 'leader' && state.switches.no_fencing) {
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

function finishStep(core: Core): void {
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
function sendAgreement({ state, agreement, effects }: Core): void {
  if (agreement === null) return
  const { epoch, generation, switches } = state
  const message = { type: 'stored', epoch, generation, caught_up: mayLead(state), index: agreement.index } as const
  effects.push({ kind: 'send', to: agreement.to, message, after: switches.ack_before_store ? 'now' : 'sync' })
}
