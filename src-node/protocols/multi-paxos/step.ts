/** The one way in: each input to a small function of its own. */
import type { NodeId } from '../../../src-shared/ids'
import { ownerOf } from '../../../src-shared/protocols/multi-paxos/ballots'
import { LeaseUsed } from '../../../src-shared/protocols/multi-paxos/facts'
import { emit, note } from '../kit/core'
import { emitDurable } from '../kit/durable-events'
import { hearOwn, releaseOwn } from '../kit/own-messages'
import { createStep } from '../kit/step'
import { onAccept, onPrepare, sendAcceptance } from './acceptor'
import { onHeartbeatReply, onHeartbeatRequest, onRoundTimer } from './ballot-election'
import { onElectionTimer, onPromise, onRefuse, prepareAgain, startElectionTimer } from './candidate'
import { onCatchUp, onChosen, onSnapshotPiece } from './catch-up'
import { onCommand } from './commands'
import type { Core } from './core'
import { newCore } from './core'
import { advanceCommit, onAccepted, onHeartbeatTimer, onQuorumTimer, propose, sendRound } from './leader'
import { applyChosen } from './apply'
import { extendLease } from './lease'
import { answerLocalReads, takeLateReads, tellLocalReads } from './local-reads'
import { continueChange, onMembers } from './membership-change'
import { openConfiguration } from './next-configuration'
import type { MultiPaxosMessage } from './messages'
import { claimsBallot } from './messages'
import { askForLeases, onLeaseGrant, onLeaseRequest } from './quorum-lease'
import { answerReads, startRound } from './reads'
import { onRequest, sendElsewhere } from './requests'
import { snapshotIfDue } from './snapshot'
import { isWellFormed } from './well-formed'

export const step = createStep<Core>({
  newCore,
  peers: ({ ever }) => ever,
  isWellFormed: (message, { ever }) => isWellFormed(message, ever),
  onMessage,
  timers: {
    election: (core) => (core.state.leading === null ? onElectionTimer(core) : onQuorumTimer(core, core.state.leading)),
    // That of a leader that has stepped down means nothing.
    round: onRoundTimer,
    // That of a leader that has stepped down means nothing.
    heartbeat: (core) => (core.state.leading === null ? undefined : onHeartbeatTimer(core, core.state.leading)),
    lease: onLeaseTimer
  },
  onRequest,
  onCommand,
  onDurable,
  onMembers,
  finish
})

function onMessage(core: Core, from: NodeId, message: MultiPaxosMessage): void {
  const { state } = core
  if (claimsBallot(message) && 'ballot' in message && ownerOf(message.ballot, state.ever) !== from)
    return note(core, 'bad-message', `${state.id} ignores ${from}, which claims a ballot of another`)
  switch (message.type) {
    case 'prepare':
      return onPrepare(core, from, message)
    case 'promise':
      return onPromise(core, from, message)
    case 'accept':
      return onAccept(core, from, message)
    case 'accepted':
      return state.leading === null ? undefined : onAccepted(core, state.leading, from, message)
    case 'refuse':
      return onRefuse(core, from, message)
    case 'heartbeat-request':
      return onHeartbeatRequest(core, from, message)
    case 'heartbeat-reply':
      return onHeartbeatReply(core, from, message)
    case 'lease-request':
      return onLeaseRequest(core, from, message)
    case 'lease-grant':
      return onLeaseGrant(core, from, message)
    case 'catch-up':
      onCatchUp(core, from, message)
      return prepareAgain(core, from)
    case 'chosen':
      return onChosen(core, from, message)
    case 'snapshot':
      return onSnapshotPiece(core, from, message)
  }
}

function onLeaseTimer(core: Core): void {
  sendElsewhere(core, takeLateReads(core.state))
  askForLeases(core)
}

function onDurable(core: Core, records: number): void {
  releaseOwn(core, records)
  emitDurable(core, records)
}

function finish(core: Core): void {
  hear(core)
  if (core.state.leading !== null) {
    continueChange(core, core.state.leading)
    propose(core, core.state.leading)
  }
  hear(core)
  if (core.state.leading !== null) advanceCommit(core, core.state.leading)
  applyChosen(core)
  answerLocalReads(core)
  tellLocalReads(core)
  openConfiguration(core)
  if (core.state.leading !== null) {
    propose(core, core.state.leading)
    confirmReads(core)
  }
  hear(core)
  if (core.restart_election_timer && core.state.leading === null) startElectionTimer(core)
  snapshotIfDue(core)
}

/** What the node says to itself, and its one answer to what it has accepted. */
function hear(core: Core): void {
  hearOwn(core, onMessage)
  sendAcceptance(core)
  hearOwn(core, onMessage)
}

function confirmReads(core: Core): void {
  const { leading, promised: ballot, configuration, id } = core.state
  if (leading === null) return
  extendLease(core.state, leading)
  answerReads(core, leading)
  if (startRound(leading, false)) {
    sendRound(core, leading)
    answerReads(core, leading)
  }
  if (core.lease_reads > 0) emit(core, LeaseUsed.of(id, { ballot, configuration: configuration.index, reads: core.lease_reads }))
}
