/** The leader's side: it streams its log as it is on its own disk, and acknowledges what enough followers have stored. */
import type { NodeId } from '../../../src-shared/ids'
import { assert } from '../contract'
import { recordAppendTime } from '../replicated-log/lag'
import { lastIndex, lastIndexWithin, sliceLog, termAt } from '../replicated-log/log'
import { note, send, setTimer } from '../kit/core'
import { countHeartbeat } from '../kit/pieces'
import type { Core } from './core'
import type { Refused, SnapshotReceived, Stored } from './messages'
import { storedByFollowers } from './replication'
import { beginTransfer, sendPiece } from './snapshot-sending'
import type { Leading, NodeState, Progress } from './state'

/** A new leader assumes that all logs end like its own. */
export function newProgress(last: number, generation: number): Progress {
  const nothing = { counts: false, match: 0, paused: false, commit_sent: 0, transfer: null }
  return { ...nothing, generation, next: last + 1, probing: true }
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
  if (progress.transfer === null && progress.next <= log.base.index) {
    const needs = `the log of ${core.state.id} starts at ${log.base.index + 1}, too late for ${peer}`
    beginTransfer(core, progress, needs)
  }
  if (progress.transfer !== null) return sendPiece(core, peer, progress.transfer)
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
  const { generation } = progress
  send(core, peer, { type: 'stream', epoch, previous_index, previous_epoch, entries, commit, opened, generation }, 'now')
  progress.commit_sent = commit
  if (entries.length === 0) return
  if (progress.probing) progress.paused = true
  else progress.next += entries.length
}

export function onHeartbeatTimer(core: Core, leading: Leading): void {
  setTimer(core, 'heartbeat', core.state.settings.heartbeat_us)
  if (!isOpen(core.state, leading)) return
  for (const [peer, progress] of leading.progress) {
    countHeartbeat(progress.transfer)
    sendStream(core, leading, peer, progress, 0)
  }
}

/**
 * Whether a follower's answer tells of the disk that it has now. The first of a later generation ends all that is known of it: what it
 * stored before may be gone.
 */
export function isOfThisGeneration(core: Core, peer: NodeId, { generation }: Stored | Refused | SnapshotReceived): boolean {
  const { leading, log, id } = core.state
  const known = leading!.progress.get(peer)!.generation
  if (generation > known) {
    leading!.progress.set(peer, newProgress(lastIndex(log), generation))
    note(core, 'disk-replaced', `${id} counts ${peer} no more until it has caught up: its disk was lost or replaced`)
  }
  return generation === known
}

export function onStored(core: Core, peer: NodeId, progress: Progress, { index, caught_up }: Stored): void {
  const { state } = core
  if (index > lastIndex(state.log))
    return note(core, 'bad-message', `${state.id} ignores that ${peer} stored what was never sent`)
  progress.counts ||= caught_up
  progress.match = Math.max(progress.match, index)
  progress.next = Math.max(progress.next, index + 1)
  // A transfer ends when the follower has it: this may be the answer to something before it.
  if (progress.transfer !== null) return
  progress.probing = false
  progress.paused = false
}

export function onRefused(core: Core, peer: NodeId, progress: Progress, refused: Refused): void {
  const { log, id } = core.state
  const { match, next, probing, transfer } = progress
  const { index, hint_index, hint_epoch, at_snapshot } = refused
  // What it has stored it cannot lack: such a refusal is late.
  if (transfer !== null || (match > 0 && index <= match) || (probing && index !== next - 1)) return
  if (at_snapshot && termAt(log, hint_index) !== hint_epoch)
    return beginTransfer(core, progress, `${peer} has a snapshot that the log of ${id} does not go with`)
  progress.next = at_snapshot
    ? hint_index + 1
    : Math.max(match + 1, Math.min(lastIndexWithin(log, hint_index, hint_epoch) + 1, index))
  progress.probing = true
  progress.paused = false
  note(core, 'log-probe', `${peer} has no entry ${index} like that of ${id}, which tries again from entry ${progress.next}`)
}

/** The connection broke or came back: what was on its way may be lost. */
export function restartStream(progress: Progress): void {
  progress.probing = true
  progress.paused = false
  if (progress.match > 0) progress.next = progress.match + 1
}

/** Acknowledges what is on this disk and on as many followers' as the replication asks for. */
export function advanceCommit({ state }: Core, leading: Leading): void {
  const stored = [...leading.progress.values()].map(({ counts, match }) => (counts ? match : 0)).sort((one, other) => other - one)
  const needed = storedByFollowers(state.settings.replication, stored.length)
  const reached = needed === 0 ? Infinity : stored[needed - 1]!
  leading.acknowledged = Math.max(leading.acknowledged, Math.min(state.disk.durable, reached))
  // Readers see what it inherited at once: some of it was acknowledged by the leader before, and nobody knows how much.
  state.commit = Math.max(state.commit, leading.acknowledged, Math.min(state.disk.durable, leading.opened))
}
