/** The leader's side of log replication (Raft §5.3, §5.4.2). */
import type { NodeId } from '../../../src-shared/ids'
import { assert, ProtocolAssertionError } from '../contract'
import { note, send, setTimer } from '../kit/core'
import { countHeartbeat } from '../kit/pieces'
import { onAppended } from './configuration'
import type { Core } from './core'
import { flushEntries, write } from './core'
import type { Entry } from '../replicated-log/entry'
import { entryBytes } from '../replicated-log/entry'
import { recordAppendTime } from '../replicated-log/lag'
import { durableIndex } from './disk'
import { appendToLog, entryAt, lastIndex, lastIndexWithin, sliceLog, termAt } from '../replicated-log/log'
import type { AppendEntries, AppendEntriesReply } from './messages'
import type { Progress } from './progress'
import { answered, answersFrom, becomeReplicate, counts, matched, maySendEntries, refusedAfter, sentEntries } from './progress'
import type { Membership } from '../replicated-log/membership'
import { quorumReached } from '../replicated-log/membership'
import { beginTransfer, sendPiece } from './snapshot-sending'
import { recordRound, renewsLease } from './lease'
import { startRound } from './reads'
import type { Leading, RaftState } from './state'
import { continueTransfer } from './transfer'

const NO_ENTRIES: readonly Entry[] = []
const NOBODY: readonly NodeId[] = []

/** Appends an entry of the leader's own term. */
export function appendOwn(core: Core, entry: Entry): void {
  const { state } = core
  const leading = state.leading
  assert(leading !== null && entry.term === state.term, 'only a leader appends, and only entries of its term')
  const entries = [entry]
  appendToLog(state.log, entries)
  write(core, entries)
  if (entry.membership !== undefined) onAppended(core, entries)
  leading.uncommitted_bytes += entryBytes(entry)
}

/** Sends every follower what it lacks, as far as its flow control allows. Once a step, after all inputs. */
export function replicate(core: Core, leading: Leading): void {
  flushEntries(core)
  recordAppendTime(leading, lastIndex(core.state.log), core.state.now_us)
  core.append = null
  for (const [peer, progress] of leading.progress) {
    sendEntries(core, leading, peer, progress)
    if (progress.round_sent < leading.reads.round) sendHeartbeat(core, leading, peer, progress)
  }
}

function sendEntries(core: Core, leading: Leading, peer: NodeId, progress: Progress): void {
  const { state } = core
  const { max_inflight, max_entries_per_append, max_append_bytes } = state.settings
  const compacted = progress.next <= state.log.base.index
  if (compacted && progress.mode !== 'snapshot') beginTransfer(core, peer, progress)
  while (!compacted && progress.next <= lastIndex(state.log) && maySendEntries(progress, max_inflight)) {
    const previous_index = progress.next - 1
    const entries =
      core.append?.previous_index === previous_index && core.append.entries.length > 0
        ? core.append.entries
        : sliceLog(state.log, progress.next, max_entries_per_append, max_append_bytes)
    sendAppend(core, leading, peer, progress, previous_index, entries)
    sentEntries(progress, previous_index + entries.length)
  }
  sendPiece(core, peer, progress)
}

/** An AppendEntries without entries: keeps followers quiet, finds lost messages, confirms reads. */
export function sendHeartbeat(core: Core, leading: Leading, peer: NodeId, progress: Progress): void {
  // Where the follower's log cannot be asked about, the heartbeat asserts nothing of it.
  const known = termAt(core.state.log, progress.next - 1) !== null && progress.mode !== 'snapshot'
  sendAppend(core, leading, peer, progress, known ? progress.next - 1 : 0, NO_ENTRIES)
}

function sendAppend(
  core: Core,
  leading: Leading,
  peer: NodeId,
  progress: Progress,
  previous_index: number,
  entries: readonly Entry[]
): void {
  progress.round_sent = leading.reads.round
  if (core.append === null || core.append.previous_index !== previous_index || core.append.entries !== entries)
    core.append = makeAppend(core.state, leading, previous_index, entries)
  send(core, peer, core.append, 'now')
}

function makeAppend(
  { term, log, commit }: RaftState,
  leading: Leading,
  previous_index: number,
  entries: readonly Entry[]
): AppendEntries {
  const previous_term = previous_index === 0 ? 0 : termAt(log, previous_index)
  if (previous_term === null) throw new ProtocolAssertionError(`entry ${previous_index} before those to send is gone`)
  return { type: 'append-entries', term, previous_index, previous_term, entries, commit, round: leading.reads.round }
}

export function onHeartbeatTimer(core: Core, leading: Leading): void {
  setTimer(core, 'heartbeat', core.state.settings.heartbeat_us)
  if (startRound(leading, true) || renewsLease(core, leading)) recordRound(core, leading)
  core.append = null
  for (const [peer, progress] of leading.progress) {
    countHeartbeat(progress.transfer)
    sendHeartbeat(core, leading, peer, progress)
  }
}

export function onAppendReply(core: Core, leading: Leading, peer: NodeId, progress: Progress, reply: AppendEntriesReply): void {
  const { state } = core
  if ((reply.success && reply.index > lastIndex(state.log)) || reply.round > leading.reads.round)
    return note(core, 'bad-message', `${state.id} ignores that ${peer} agrees to what was never sent`)
  if (!answersFrom(progress, reply.generation, lastIndex(state.log))) return
  answered(progress, state.now_us)
  progress.round = Math.max(progress.round, reply.round)
  if (reply.success) {
    matched(progress, reply.index)
    // In snapshot mode a heartbeat's reply says nothing new, unless the follower caught up by other means.
    if (progress.mode === 'probe' || (progress.transfer !== null && progress.match >= progress.transfer.snapshot.index))
      becomeReplicate(progress)
    continueTransfer(core, leading, peer)
    return
  }
  const next = lastIndexWithin(state.log, reply.hint_index, reply.hint_term) + 1
  if (refusedAfter(progress, reply.index, next))
    note(
      core,
      'log-probe',
      `${peer} has no matching entry ${reply.index}; ${state.id} tries again after entry ${progress.next - 1}`
    )
}

/**
 * Commits what a quorum holds on disk, the leader itself counted by its own disk alone. Only entries of the current term are
 * committed by counting; earlier ones follow with them (Raft §5.4.2, figure 8).
 */
export function advanceCommit(state: RaftState, leading: Leading): void {
  if (state.commit === lastIndex(state.log)) return
  const reached = heldByQuorum(state, leading)
  if (reached <= state.commit) return
  if (termAt(state.log, reached) !== state.term && !state.switches['commit-old-terms']) return
  for (let index = state.commit + 1; index <= reached; index++) {
    leading.uncommitted_bytes -= entryBytes(entryAt(state.log, index))
  }
  state.commit = reached
}

/** Up to where a quorum has the log on disk. */
function heldByQuorum(state: RaftState, leading: Leading): number {
  return quorumReached(countedMembership(state), (voter) => {
    if (voter === state.id) return durableIndex(state)
    const progress = leading.progress.get(voter)
    return progress !== undefined && counts(progress) ? progress.match : 0
  })
}

/** Whose logs count. The deliberate bugs count those without a vote, too. */
function countedMembership({ id, membership, switches }: RaftState): Membership {
  const learners = (switches['learners-count'] ? membership.learners : undefined) ?? NOBODY
  const leader = switches['removed-leader-counts'] ? [id] : NOBODY
  if (learners.length + leader.length === 0) return membership
  const counted = new Set([...membership.voters, ...learners, ...leader])
  return counted.size === membership.voters.length ? membership : { ...membership, voters: [...counted] }
}
