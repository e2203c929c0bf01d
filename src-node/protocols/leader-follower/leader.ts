/** The leader's side: it streams its log as it is on its own disk, and acknowledges what enough followers have stored. */
import type { NodeId } from '../../../src-shared/ids'
import { assert } from '../contract'
import { recordAppendTime } from '../replicated-log/lag'
import { lastIndex, lastIndexWithin, sliceLog, termAt } from '../replicated-log/log'
import type { Core } from './core'
import { note, send, setTimer } from './core'
import type { Refused, Stored } from './messages'
import { storedByFollowers } from './settings'
import { beginTransfer, sendPiece } from './snapshot-sending'
import type { Leading, NodeState, Progress } from './state'

/** A new leader assumes that all logs end like its own. */
export function newProgress(last: number): Progress {
  return { match: 0, next: last + 1, probing: true, paused: false, commit_sent: 0, transfer: null }
}

/** Sends every follower what it lacks, as far as its flow control allows. Once a step, after all inputs. */
export function stream(core: Core, leading: Leading): void {
  const { state } = core
  recordAppendTime(leading, lastIndex(state.log), state.now_us)
  if (!isOpen(state, leading)) return
  for (const [peer, progress] of leading.progress) {
    sendEntries(core, leading, peer, progress)
    if (progress.commit_sent < state.commit) sendStream(core, leading, peer, progress, 0)
  }
}

/** Nobody may hear of an epoch that a crash would make its leader forget. */
function isOpen({ synced_records }: NodeState, { opened_records }: Leading): boolean {
  return synced_records >= opened_records
}

function sendEntries(core: Core, leading: Leading, peer: NodeId, progress: Progress): void {
  const { log, disk } = core.state
  if (progress.next <= log.base.index) {
    if (progress.transfer === null) beginTransfer(core, peer, progress)
    return sendPiece(core, peer, progress)
  }
  // What only the leader's memory holds could be gone after a crash, and another entry stand in its place.
  while (progress.next <= disk.durable && maySend(core.state, progress)) {
    sendStream(core, leading, peer, progress, disk.durable - progress.next + 1)
  }
}

function maySend({ settings }: NodeState, { probing, paused, next, match }: Progress): boolean {
  return probing ? !paused : next - match <= settings.max_unacknowledged_entries
}

/** The next entries, `entries_max` at most; 0: a heartbeat. */
function sendStream(core: Core, leading: Leading, peer: NodeId, progress: Progress, entries_max: number): void {
  const { epoch, log, commit, settings } = core.state
  const { max_entries_per_message, max_message_bytes } = settings
  // A follower that waits for a snapshot is asked about nothing.
  const previous_index = progress.next <= log.base.index ? log.base.index : progress.next - 1
  const previous_epoch = termAt(log, previous_index)
  assert(previous_epoch !== null, () => `entry ${previous_index} before those for ${peer} is gone`)
  const entries =
    entries_max === 0 ? [] : sliceLog(log, progress.next, Math.min(entries_max, max_entries_per_message), max_message_bytes)
  const { opened } = leading
  send(core, peer, { type: 'stream', epoch, previous_index, previous_epoch, entries, commit, opened }, 'now')
  progress.commit_sent = commit
  if (entries.length === 0) return
  if (progress.probing) progress.paused = true
  else progress.next += entries.length
}

export function onHeartbeatTimer(core: Core, leading: Leading): void {
  setTimer(core, 'heartbeat', core.state.settings.heartbeat_us)
  if (!isOpen(core.state, leading)) return
  for (const [peer, progress] of leading.progress) {
    if (progress.transfer !== null && progress.transfer.waited !== null) progress.transfer.waited++
    sendStream(core, leading, peer, progress, 0)
  }
}

export function onStored(core: Core, peer: NodeId, progress: Progress, { index }: Stored): void {
  const { state } = core
  if (index > lastIndex(state.log))
    return note(core, 'bad-message', `${state.id} ignores that ${peer} stored what was never sent`)
  progress.match = Math.max(progress.match, index)
  progress.next = Math.max(progress.next, index + 1)
  if (progress.transfer !== null && progress.match < progress.transfer.snapshot.index) return
  progress.transfer = null
  progress.probing = false
  progress.paused = false
}

export function onRefused(core: Core, peer: NodeId, progress: Progress, refused: Refused): void {
  const { log, id } = core.state
  if (progress.transfer !== null || (progress.probing && refused.index !== progress.next - 1)) return
  const agreed = lastIndexWithin(log, refused.hint_index, refused.hint_epoch)
  progress.next = Math.max(1, Math.min(agreed + 1, refused.index))
  progress.match = Math.min(progress.match, progress.next - 1)
  progress.probing = true
  progress.paused = false
  note(
    core,
    'log-probe',
    `${peer} has no entry ${refused.index} like that of ${id}, which tries again from entry ${progress.next}`
  )
}

/** The connection broke or came back: what was on its way may be lost. */
export function restartStream(progress: Progress): void {
  progress.probing = true
  progress.paused = false
  if (progress.match > 0) progress.next = progress.match + 1
}

/** Acknowledges what is on this disk and on as many followers' as the replication asks for. */
export function advanceCommit(state: NodeState, leading: Leading): void {
  const stored = [...leading.progress.values()].map(({ match }) => match).sort((one, other) => other - one)
  const needed = storedByFollowers(state.settings.replication, stored.length)
  const reached = needed === 0 ? Infinity : stored[needed - 1]!
  // What stood in its log when it began counts already.
  state.commit = Math.max(state.commit, Math.min(state.disk.durable, Math.max(reached, leading.opened)))
}
