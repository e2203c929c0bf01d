/**
 * The one way in. Terms are checked here once for every message (figure 2, rules for all servers), then a small function per
 * message and role takes over; what a step leaves to send is sent once at its end, so that many inputs cost one batch.
 */
import type { NodeId } from '../../../src-shared/ids'
import { LogDurable } from '../../../src-shared/protocols/replicated-log/facts'
import { applyCommitted } from './apply'
import { assertState } from './assertions'
import { onQuorumTimer } from './check-quorum'
import { onCommand } from './commands'
import { emit, note, send, setTimer } from '../kit/core'
import { emitDurable } from '../kit/durable-events'
import { createStep } from '../kit/step'
import type { Core, RaftParts } from './core'
import { emitRole, flushEntries, newCore, persistHardState } from './core'
import { advanceDurable } from '../replicated-log/durability'
import { durableIndex } from './disk'
import {
  campaign,
  contactText,
  hasRecentLeaderContact,
  onElectionTimeout,
  onPreVote,
  onPreVoteReply,
  onRequestVote,
  onRequestVoteReply
} from './election'
import { onAppendEntries } from './follower'
import type { PreVote, RaftMessage, Removed } from './messages'
import { becomeProbe } from './progress'
import { extendLease, recordRound, renewsLease } from './lease'
import { continueChange, onMembers } from './membership-change'
import { answerReads, startRound } from './reads'
import { advanceCommit, onAppendReply, onHeartbeatTimer, replicate } from './replication'
import { onRequest } from './requests'
import { onRemoved, tellIfRemoved } from './removal'
import { becomeFollower } from './roles'
import { onInstallSnapshot, snapshotIfDue } from './snapshot'
import { onInstallSnapshotReply } from './snapshot-sending'
import type { Leading } from './state'
import { emitElectionTimer } from './telling'
import { onTransferTimer } from './transfer'
import { isWellFormed } from './well-formed'

/** The `step` of a Raft whose log is applied to such a machine. */
export const createRaftStep = (parts: RaftParts) =>
  createStep<Core>({
    newCore: (state, context) => newCore(parts, state, context),
    peers: ({ ever }) => ever,
    isWellFormed: (message, { ever }) => isWellFormed(parts.machine, message, ever),
    onMessage,
    timers: {
      election: (core) => (core.state.leading ? onQuorumTimer(core, core.state.leading) : onElectionTimeout(core)),
      heartbeat: asLeader(onHeartbeatTimer),
      transfer: asLeader(onTransferTimer)
    },
    onRequest,
    onDurable,
    onCommand,
    onPeer,
    onMembers,
    finish
  })

/** Timers of a leader that has stepped down mean nothing. */
function asLeader(handle: (core: Core, leading: Leading) => void): (core: Core) => void {
  return (core) => {
    if (core.state.leading) handle(core, core.state.leading)
  }
}

function onDurable(core: Core, records: number): void {
  const { id, disk } = core.state
  emitDurable(core, records)
  if (advanceDurable(disk, records)) emit(core, LogDurable.of(id, { index: disk.durable }))
}

function onMessage(core: Core, from: NodeId, message: RaftMessage): void {
  const { state } = core
  // Read once: messages have too many shapes for that to be quick.
  const { type, term } = message
  // A pre-vote asks about a term that nobody is in yet.
  if (type === 'pre-vote') return onPreVote(core, from, message)
  if (type === 'removed') return onRemoved(core, from, message)
  if (type === 'request-vote') tellIfRemoved(core, from)
  // An answer to one tells of the term asked for, however far behind the answerer is: onPreVoteReply compares that.
  if (term < state.term && type !== 'pre-vote-reply') return answerStale(core, from, message)
  if (term > state.term && !adoptTerm(core, from, message)) return
  onCurrentMessage(core, from, message)
}

/** All messages that speak of the sender's own term. */
type TermMessage = Exclude<RaftMessage, PreVote | Removed>

/** A higher term always wins (Raft §5.1). False: the message is to be ignored. */
function adoptTerm(core: Core, from: NodeId, message: TermMessage): boolean {
  const { state } = core
  const { id, role, term } = state
  if (message.type === 'request-vote' && !message.forced && hasRecentLeaderContact(state, from)) {
    note(core, 'vote-refused', `${id} ignores the vote that ${from} asks for in term ${message.term}: ${contactText(state)}`)
    return false
  }
  if (role === 'leader' && state.switches['ignore-higher-term']) {
    state.term = message.term
    state.vote = null
    persistHardState(core)
    emitRole(core)
    return false
  }
  if (role === 'leader') note(core, 'stepped-down', `${id} led term ${term} and steps down: ${from} is in term ${message.term}`)
  if (role === 'candidate')
    note(core, 'election-lost', `${id} campaigned in term ${term}, but ${from} is in term ${message.term}`)
  becomeFollower(core, message.term, isFromLeader(message) ? from : null)
  return true
}

/** Whether only the leader of the message's term sends it. */
function isFromLeader({ type }: TermMessage): boolean {
  return type === 'append-entries' || type === 'install-snapshot' || type === 'timeout-now'
}

/** Tells the sender of an outdated request which term it is (figure 2: "reply false if term < currentTerm"). */
function answerStale(core: Core, from: NodeId, message: TermMessage): void {
  const { term, generation } = core.state
  switch (message.type) {
    case 'request-vote':
      return send(core, from, { type: 'request-vote-reply', term, granted: false }, 'sync')
    case 'append-entries': {
      const nothing = { success: false, index: message.previous_index, hint_index: 0, hint_term: 0, round: 0, generation }
      return send(core, from, { type: 'append-entries-reply', term, ...nothing }, 'sync')
    }
    case 'install-snapshot': {
      const { index, offset } = message
      const nothing = { received: 0, done: false, generation }
      return send(core, from, { type: 'install-snapshot-reply', term, index, offset, ...nothing }, 'sync')
    }
    default:
      return
  }
}

/** A message of this node's own term. */
function onCurrentMessage(core: Core, from: NodeId, message: TermMessage): void {
  const { leading, id, term } = core.state
  const progress = leading?.progress.get(from)
  if (leading && isFromLeader(message))
    return note(core, 'bad-message', `${id} leads term ${term} and ignores ${from}, which claims to`)
  switch (message.type) {
    case 'pre-vote-reply':
      return onPreVoteReply(core, from, message)
    case 'request-vote':
      return onRequestVote(core, from, message)
    case 'request-vote-reply':
      return onRequestVoteReply(core, from, message)
    case 'append-entries':
      return onAppendEntries(core, from, message)
    case 'append-entries-reply':
      return leading && progress ? onAppendReply(core, leading, from, progress, message) : undefined
    case 'install-snapshot':
      return onInstallSnapshot(core, from, message)
    case 'install-snapshot-reply':
      return leading && progress ? onInstallSnapshotReply(core, from, progress, message) : undefined
    case 'timeout-now':
      return campaign(core, true)
  }
}

/** A broken connection loses what was sent ahead on it: probe again rather than wait for a refusal. */
function onPeer(core: Core, peer: NodeId, connected: boolean): void {
  const progress = core.state.leading?.progress.get(peer)
  if (progress === undefined) return
  if (progress.mode === 'replicate') becomeProbe(progress)
  if (!connected) return
  progress.paused = false
  if (progress.transfer) progress.transfer.waited = null
}

function finish(core: Core): void {
  const { state } = core
  if (state.leading) advanceCommit(state, state.leading)
  applyCommitted(core)
  if (state.leading) {
    continueChange(core, state.leading)
    extendLease(state, state.leading)
    answerReads(core, state.leading)
    if (startRound(state.leading, false) || (core.unwritten.length > 0 && renewsLease(core, state.leading))) {
      recordRound(core, state.leading)
      answerReads(core, state.leading)
    }
    replicate(core, state.leading)
  }
  flushEntries(core)
  // What is acknowledged must be on disk; what the node vouches for all the same does not wait.
  if (core.agreement)
    send(core, core.agreement.to, core.agreement.reply, durableIndex(state) > state.disk.durable ? 'now' : 'sync')
  snapshotIfDue(core)
  if (core.restart_election_timer && !state.leading) startElectionTimer(core)
  assertState(state)
}

/** A fresh random timeout each time, so that votes rarely split (Raft §5.2). */
export function startElectionTimer(core: Core): void {
  const { settings, switches } = core.state
  const [lowest, highest] = settings.election_timeout_us
  const extra = switches['fixed-election-timeout'] ? 0 : core.random() * (highest - lowest)
  const delay_us = Math.round(lowest + extra)
  setTimer(core, 'election', delay_us)
  emitElectionTimer(core, delay_us)
}
