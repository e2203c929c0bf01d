/** The acceptor: promises ballots for all slots at once, accepts values, and says so once that is on its disk (Lamport 2001, §2.2). */
import type { NodeId } from '../../../src-shared/ids'
import { SlotsAccepted, SlotsPrepared, SlotsPromised } from '../../../src-shared/protocols/multi-paxos/facts'
import { append } from '../kit/core'
import { emitAfterLog } from '../kit/durable-events'
import { tell } from '../kit/own-messages'
import type { Entry } from '../replicated-log/entry'
import { askAtOnce } from './catch-up'
import { decidersOf, decides } from './deciders'
import type { Core } from './core'
import { logSlots } from './core'
import { noteCommit } from './learner'
import { hearsLeader } from './lease'
import { holdersOf } from './quorum-lease'
import type { Accept, Prepare } from './messages'
import { becomeFollower } from './roles'
import { entriesAfter, setSlot, slotMark } from './slots'

export function onPrepare(core: Core, from: NodeId, message: Prepare): void {
  const { state } = core
  const { ballot, commit } = message
  if (message.configuration > state.configuration.index) return askAtOnce(core, from)
  if (message.configuration < state.configuration.index) return refuse(core, from, ballot, state.configuration.index)
  if (!decides(state) || !decidersOf(state).includes(from)) return
  const is_compacted = state.slots.base > commit
  if (ballot < state.promised || is_compacted || hearsLeader(state, from))
    return refuse(core, from, ballot, is_compacted ? state.slots.base : 0)
  promise(core, from, ballot)
  tell(core, from, { type: 'promise', ballot, entries: entriesAfter(state.slots, commit) }, 'sync')
}

function refuse(core: Core, to: NodeId, ballot: number, compacted: number): void {
  tell(core, to, { type: 'refuse', ballot, promised: core.state.promised, compacted }, 'now')
}

/** From now on nothing below the ballot is accepted, whoever asks. */
function promise(core: Core, from: NodeId, ballot: number): void {
  const { state } = core
  core.restart_election_timer = true
  if (ballot === state.promised) return
  const unsaved = from === state.id ? state.switches['ballot-unsaved'] : state.switches['promise-unsaved']
  if (!unsaved) append(core, { kind: 'promise', ballot })
  if (from === state.id) emitAfterLog(core, SlotsPrepared.of(state.id, { ballot, after: state.commit }))
  emitAfterLog(core, SlotsPromised.of(state.id, { ballot }))
  if (from === state.id) state.promised = ballot
  else becomeFollower(core, ballot, null)
}

export function onAccept(core: Core, from: NodeId, message: Accept): void {
  const { state } = core
  const { ballot, entries, commit, configuration, round } = message
  const { index } = state.configuration
  if (configuration < index) return refuse(core, from, ballot, index)
  if (configuration > index || !decides(state)) return learnOnly(core, from, message)
  if (ballot < state.promised && !state.switches['accept-below-promise']) return refuse(core, from, ballot, 0)
  if (from !== state.id) hearLeader(core, from, ballot)
  accept(core, ballot, entries)
  acknowledge(core, from, ballot, entries, round)
  if (from !== state.id) noteCommit(core, from, ballot, commit)
}

/**
 * A node that is no member, or not yet, or that has lost its disk, follows the log alone, and says how far it is. What is chosen stays so: what it once
 * promised is no reason not to hear of it.
 */
function learnOnly(core: Core, from: NodeId, { ballot, commit }: Accept): void {
  const { state } = core
  core.restart_election_timer = true
  state.highest = Math.max(state.highest, ballot)
  if (state.leader !== from) becomeFollower(core, state.promised, from)
  noteCommit(core, from, ballot, commit)
  if (state.takes_part)
    tell(core, from, { type: 'accepted', ballot, slots: [], commit: state.commit, round: 0, holders: [] }, 'now')
}

function hearLeader(core: Core, from: NodeId, ballot: number): void {
  const { state } = core
  core.restart_election_timer = true
  state.last_heard_us = state.now_us
  if (ballot > state.promised) {
    append(core, { kind: 'promise', ballot })
    becomeFollower(core, ballot, from)
  } else if (ballot === state.promised && state.leader !== from) becomeFollower(core, ballot, from)
}

/** What it has in this ballot already, or knows to be chosen, is not written again. */
function accept(core: Core, ballot: number, entries: readonly Entry[]): void {
  const { state } = core
  const fresh = entries.filter(({ index }) => index > state.commit && state.slots.entries.get(index)?.term !== ballot)
  if (fresh.length === 0) return
  for (const entry of fresh) setSlot(state.slots, entry)
  if (!state.switches['accept-unsaved']) logSlots(core, fresh)
  const configuration = state.configuration.index
  emitAfterLog(core, SlotsAccepted.of(state.id, { ballot, configuration, entries: fresh.map(slotMark) }))
}

function acknowledge(core: Core, to: NodeId, ballot: number, entries: readonly Entry[], round: number): void {
  const { acceptance } = core
  if (acceptance !== null && acceptance.to === to && acceptance.ballot === ballot) {
    for (const { index } of entries) acceptance.slots.push(index)
    acceptance.round = Math.max(acceptance.round, round)
    return
  }
  sendAcceptance(core)
  core.acceptance = { to, ballot, slots: entries.map(({ index }) => index), round }
}

/** Once a step: what was accepted must be on disk first. */
export function sendAcceptance(core: Core): void {
  const { acceptance, state } = core
  if (acceptance === null) return
  core.acceptance = null
  const { to, ...accepted } = acceptance
  const holders = accepted.slots.length > 0 ? holdersOf(state) : []
  tell(core, to, { type: 'accepted', ...accepted, commit: state.commit, holders }, 'sync')
}
