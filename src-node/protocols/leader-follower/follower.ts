/** The follower's side: it takes over the leader's log, and gives up what the leader's lacks. */
import type { NodeId } from '../../../src-shared/ids'
import { LogTruncate } from '../../../src-shared/protocols/replicated-log/facts'
import { truncateDurable } from '../replicated-log/durability'
import type { Entry } from '../replicated-log/entry'
import { markOf } from '../replicated-log/entry'
import { appendToLog, lastIndex, lastIndexWithin, termAt, truncateLog } from '../replicated-log/log'
import { rollBackTo } from './apply'
import { noteCompletion } from './completeness'
import { append, emit, note, send } from '../kit/core'
import type { Core } from './core'
import { flushEntries } from './core'
import type { Stream } from './messages'
import { becomeFollower } from './roles'
import type { NodeState } from './state'

/** Discarded operations named in a note. */
const NAMED_MAX = 20

/** A message of the epoch's leader: follow it, and be quiet for another timeout. */
export function heardFromLeader(core: Core, leader: NodeId): void {
  const { state } = core
  becomeFollower(core, state.epoch, leader)
  state.last_heard_us = state.now_us
  core.restart_failover_timer = true
}

export function onStream(core: Core, from: NodeId, message: Stream): void {
  const { state } = core
  heardFromLeader(core, from)
  noteCompletion(state, message)
  const { previous_index, previous_epoch, entries } = message
  const { base } = state.log
  if (previous_index < base.index && state.verified >= base.index) return agree(core, from, state.verified)
  if (previous_index < base.index || contradictsSnapshot(state, message)) return refuseAtSnapshot(core, from, message)
  discardForeign(core, message)
  if (termAt(state.log, previous_index) !== previous_epoch) return refuse(core, from, message)
  storeEntries(core, entries)
  const agreed = previous_index + entries.length
  state.verified = Math.max(state.verified, agreed)
  state.commit = Math.max(state.commit, Math.min(message.commit, agreed, lastIndex(state.log)))
  agree(core, from, agreed)
}

/** Whether the leader's log has another entry within what this node's snapshot holds, which cannot be taken apart. */
function contradictsSnapshot(state: NodeState, { previous_index, previous_epoch, entries, opened, epoch }: Stream): boolean {
  const { log, snapshot } = state
  if (snapshot === null || !mayDiscard(state)) return false
  if (snapshot.index > opened && snapshot.term < epoch) return true
  if (previous_index > snapshot.index) return false
  const there = [{ index: previous_index, term: previous_epoch }, ...entries]
  return there.some(({ index, term }) => index <= snapshot.index && termAt(log, index) !== term)
}

/** After `opened` the leader's log holds entries of its own epoch only: others there are this node's alone. */
function discardForeign(core: Core, { opened, epoch }: Stream): void {
  const foreign = termAt(core.state.log, opened + 1)
  if (foreign !== null && foreign < epoch && mayDiscard(core.state)) discardFrom(core, opened + 1)
}

function mayDiscard({ switches }: NodeState): boolean {
  return !switches['keep-divergence']
}

/** Skips what is there already; from the first conflict on, the leader's entries replace this node's. */
function storeEntries(core: Core, entries: readonly Entry[]): void {
  const { log } = core.state
  const conflict = entries.find(({ index, term }) => index <= lastIndex(log) && termAt(log, index) !== term)
  if (conflict && conflict.index > log.base.index && mayDiscard(core.state)) discardFrom(core, conflict.index)
  const added = entries.filter(({ index }) => index > lastIndex(core.state.log))
  appendToLog(core.state.log, added)
  for (const entry of added) core.unwritten.push(entry)
}

/** Truncates to the common prefix: what follows was never in the new leader's log, acknowledged or not. */
function discardFrom(core: Core, from_index: number): void {
  const { state } = core
  flushEntries(core)
  const { id: node, log } = state
  const discarded = log.entries.slice(from_index - log.base.index - 1)
  truncateLog(log, from_index)
  truncateDurable(state.disk, from_index - 1)
  append(core, { kind: 'truncate', from_index })
  state.discarded += discarded.length
  emit(core, LogTruncate.of(node, { from_index }))
  rollBackTo(core, from_index - 1)
  note(core, 'log-discarded', `${node} discards what it has from entry ${from_index} on: ${namesOf(discarded)}`)
}

function namesOf(entries: readonly Entry[]): string {
  const names = entries.slice(0, NAMED_MAX).map((entry) => markOf(entry).operation ?? `entry ${entry.index}`)
  return `${names.join(', ')}${entries.length > NAMED_MAX ? ` and ${entries.length - NAMED_MAX} more` : ''}`
}

function agree(core: Core, to: NodeId, index: number): void {
  core.agreement = { to, index: Math.max(index, core.agreement?.index ?? 0) }
}

function refuse(core: Core, to: NodeId, { previous_index, previous_epoch }: Stream): void {
  const { epoch, generation, log } = core.state
  const hint_index = lastIndexWithin(log, previous_index, previous_epoch)
  const hint_epoch = termAt(log, hint_index) ?? 0
  const hint = { hint_index, hint_epoch, at_snapshot: false }
  send(core, to, { type: 'refused', epoch, generation, index: previous_index, ...hint }, 'sync')
}

/** The logs agree at the snapshot, or the whole log must be replaced. Until the leader's has arrived, this one is kept. */
function refuseAtSnapshot(core: Core, to: NodeId, { previous_index }: Stream): void {
  const { epoch, generation, snapshot } = core.state
  const hint = { hint_index: snapshot!.index, hint_epoch: snapshot!.term, at_snapshot: true }
  send(core, to, { type: 'refused', epoch, generation, index: previous_index, ...hint }, 'sync')
}
