/** The follower's side: it takes over the leader's log, and gives up what the leader's lacks. */
import type { NodeId } from '../../../src-shared/ids'
import { truncateDurable } from '../replicated-log/durability'
import type { Entry } from '../replicated-log/entry'
import { markOf } from '../replicated-log/entry'
import { appendToLog, emptyLog, lastIndex, lastIndexWithin, termAt, truncateLog } from '../replicated-log/log'
import { emptyMachine } from '../replicated-log/state-machine'
import { takeBack } from './apply'
import type { Core } from './core'
import { appendRecord, emit, flushEntries, note, send } from './core'
import type { Stream } from './messages'
import { becomeFollower } from './roles'
import type { NodeState } from './state'

/** Discarded operations named in a note. */
const NAMED_MAX = 20

/** A message of the epoch's leader: follow it, and be quiet for another timeout. */
export function heardFromLeader(core: Core, leader: NodeId): void {
  const { state } = core
  becomeFollower(core, state.epoch, leader)
  state.heard_us = state.now_us
  core.restart_failover_timer = true
}

export function onStream(core: Core, from: NodeId, message: Stream): void {
  const { state } = core
  heardFromLeader(core, from)
  discardForeign(core, message)
  const { previous_index, previous_epoch, entries } = message
  if (previous_index < state.log.base.index && state.verified >= state.log.base.index) return agree(core, from, state.verified)
  if (contradictsBase(state, message)) startOver(core, `its snapshot holds what the log of ${from} lacks`)
  if (termAt(state.log, previous_index) !== previous_epoch) return refuse(core, from, message)
  storeEntries(core, entries)
  const agreed = previous_index + entries.length
  state.verified = Math.max(state.verified, agreed)
  state.commit = Math.max(state.commit, Math.min(message.commit, agreed, lastIndex(state.log)))
  agree(core, from, agreed)
}

/** Whether the leader's log has another entry where this one begins: what the snapshot holds cannot be taken apart. */
function contradictsBase({ log }: NodeState, { previous_index, previous_epoch, entries }: Stream): boolean {
  const { index, term } = log.base
  if (index === previous_index) return term !== previous_epoch
  const there = entries[index - previous_index - 1]
  return there !== undefined && there.term !== term
}

/** After `opened` the leader's log holds entries of its own epoch only: others there are this node's alone. */
function discardForeign(core: Core, { opened, epoch }: Stream): void {
  const { log } = core.state
  if (log.base.index > opened && log.base.term < epoch) return startOver(core, 'its snapshot holds entries that nobody else has')
  const foreign = termAt(log, opened + 1)
  if (foreign !== null && foreign < epoch && mayDiscard(core.state)) discardFrom(core, opened + 1)
}

function mayDiscard({ switches }: NodeState): boolean {
  return !switches.keep_divergence
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
  if (state.snapshot !== null && from_index <= state.snapshot.index)
    return startOver(core, 'its snapshot holds entries that the leader lacks')
  const { id: node, log } = state
  const discarded = log.entries.slice(from_index - log.base.index - 1)
  truncateLog(log, from_index)
  truncateDurable(state.disk, from_index - 1)
  appendRecord(core, { kind: 'truncate', from_index })
  state.discarded += discarded.length
  emit(core, { kind: 'log-truncate', node, from_index })
  takeBack(core, from_index - 1)
  note(core, 'log-discarded', `${node} discards what it has from entry ${from_index} on: ${namesOf(discarded)}`)
}

function namesOf(entries: readonly Entry[]): string {
  const names = entries.slice(0, NAMED_MAX).map((entry) => markOf(entry).operation ?? `entry ${entry.index}`)
  return `${names.join(', ')}${entries.length > NAMED_MAX ? ` and ${entries.length - NAMED_MAX} more` : ''}`
}

/** Gives up the whole log, so that the leader sends everything. */
function startOver(core: Core, because: string): void {
  const { state } = core
  const { id: node, epoch } = state
  flushEntries(core)
  state.discarded += state.log.entries.length
  Object.assign(state, { log: emptyLog(), snapshot: null, machine: emptyMachine(), commit: 0, applied: 0, verified: 0 })
  state.disk.durable = 0
  state.disk.marks = []
  core.effects.push({ kind: 'save-snapshot', snapshot: { index: 0, term: 0, rows: [] }, records: [{ kind: 'epoch', epoch }] })
  emit(core, { kind: 'log-truncate', node, from_index: 1 })
  note(core, 'log-discarded', `${node} gives up its whole log: ${because}`)
}

function agree(core: Core, to: NodeId, index: number): void {
  core.agreement = { to, index: Math.max(index, core.agreement?.index ?? 0) }
}

function refuse(core: Core, to: NodeId, { previous_index, previous_epoch }: Stream): void {
  const { epoch, log } = core.state
  const hint_index = lastIndexWithin(log, previous_index, previous_epoch)
  const hint_epoch = termAt(log, hint_index) ?? 0
  send(core, to, { type: 'refused', epoch, index: previous_index, hint_index, hint_epoch }, 'sync')
}
