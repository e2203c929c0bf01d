/** Phase 2 (Lamport 2001, §3): a leader has values chosen in as many slots at once as its window allows. */
import type { NodeId } from '../../../src-shared/ids'
import { SlotsAdopted, SlotsChosen } from '../../../src-shared/protocols/multi-paxos/facts'
import { emit, note, setTimer } from '../kit/core'
import { tell } from '../kit/own-messages'
import type { Entry } from '../replicated-log/entry'
import { entryBytes, makeEntry, makeMembershipEntry, makeNoOp } from '../replicated-log/entry'
import { recordAppendTime } from '../replicated-log/lag'
import { adoptedFrom } from './adoption'
import { commitNext } from './configuration'
import type { Core } from './core'
import { emitRole } from './core'
import { decidersOf } from './deciders'
import { newLease, recordRound, renewsLease } from './lease'
import type { AcceptedReply } from './messages'
import { quorumsOf } from './quorums'
import { usesQuorumLeases } from './quorum-lease'
import { startRound } from './reads'
import { audienceOf, newPeer } from './peers'
import { onRequest } from './requests'
import { becomeFollower } from './roles'
import { slotMark } from './slots'
import type { Campaign, Leading, MultiPaxosState, OpenSlot } from './state'

/** A quorum has promised: what it has accepted is proposed again, and gaps in it are filled with no-ops. */
export function lead(core: Core, { ballot, promises, requests }: Campaign): void {
  const { state } = core
  const adopted = adoptedFrom(state, promises)
  const leading = newLeading(state, adopted, [...promises.keys()])
  state.role = 'leader'
  state.leader = state.id
  state.campaign = null
  state.leading = leading
  const proposals: Entry[] = []
  for (let slot = leading.next; slot <= leading.opened_at; slot++) proposals.push(proposalFor(leading, slot, ballot))
  const told = [...promises].map(([node, entries]) => ({
    node,
    accepted: entries.filter(({ index }) => index > state.commit).map(slotMark)
  }))
  emitRole(core)
  const configuration = state.configuration.index
  const found = { ballot, configuration, after: state.commit, promises: told, proposals: proposals.map(slotMark) }
  emit(core, SlotsAdopted.of(state.id, found))
  setTimer(core, 'election', state.settings.election_timeout_us[1])
  setTimer(core, 'heartbeat', 0)
  core.restart_election_timer = false
  for (const request of requests ?? []) onRequest(core, request)
}

function newLeading(state: MultiPaxosState, adopted: Leading['adopted'], promised_by: readonly NodeId[]): Leading {
  const { commit } = state
  return {
    adopted,
    promised_by,
    opened_at: Math.max(commit, ...adopted.keys()),
    next: commit + 1,
    next_membership: null,
    stopped_at: null,
    open: new Map(),
    open_bytes: 0,
    chosen: new Set(),
    queue: [],
    waiting: new Map(),
    peers: new Map(audienceOf(state).map((node) => [node, newPeer(state)])),
    reads: { round: 0, waiting: [] },
    lease: newLease(),
    append_times: []
  }
}

function proposalFor({ adopted }: Leading, slot: number, ballot: number): Entry {
  const found = adopted.get(slot)
  return found === undefined ? makeNoOp(slot, ballot) : { ...found, term: ballot }
}

/** Proposes in the next slots, as far as the window reaches. Once a step, so that all waiting commands go in one message. */
export function propose(core: Core, leading: Leading): void {
  const { state } = core
  const { window, max_message_bytes } = state.settings
  let batch: Entry[] = []
  let bytes = 0
  while (leading.next <= state.commit + window && leading.open_bytes <= max_message_bytes * OPEN_MESSAGES_MAX) {
    const entry = nextProposal(state, leading)
    if (entry === null) break
    if (entry.membership !== undefined) leading.stopped_at = entry.index
    const size = entryBytes(entry)
    if (batch.length > 0 && bytes + size > max_message_bytes) {
      sendAccept(core, leading, batch)
      ;[batch, bytes] = [[], 0]
    }
    batch.push(entry)
    bytes += size
    leading.open_bytes += size
    leading.open.set(entry.index, { entry, accepted_by: new Map(), sent_us: state.now_us })
  }
  if (batch.length > 0) sendAccept(core, leading, batch)
  recordAppendTime(leading, leading.next - 1, state.now_us)
}

/** So much may be open, in messages of the largest size. */
const OPEN_MESSAGES_MAX = 8

/** What comes next: what was found in phase 1, then a stop-sign, and after one nothing; else what clients ask. null: nothing does. */
function nextProposal(state: MultiPaxosState, leading: Leading): Entry | null {
  const { adopted, opened_at, next_membership } = leading
  if (leading.stopped_at !== null && !state.switches['past-stop-sign']) return null
  if (state.switches['gaps-left']) while (leading.next <= opened_at && !adopted.has(leading.next)) leading.next++
  if (leading.next <= opened_at) return proposalFor(leading, leading.next++, state.promised)
  if (next_membership !== null) {
    leading.next_membership = null
    return makeMembershipEntry(leading.next++, state.promised, next_membership)
  }
  const asked = leading.queue.shift()
  if (asked === undefined) return null
  const slot = leading.next++
  const { request, session, sequence, operation } = asked
  const is_read = operation.f === 'get'
  leading.waiting.set(slot, { request, read: is_read ? operation : null })
  // A read through the log changes nothing: a no-op keeps its place among the writes.
  return is_read ? makeNoOp(slot, state.promised) : makeEntry(slot, state.promised, session, sequence, operation)
}

function sendAccept(core: Core, leading: Leading, entries: readonly Entry[]): void {
  for (const node of decidersOf(core.state)) sendAcceptTo(core, leading, node, entries)
}

function sendAcceptTo(core: Core, { reads }: Leading, to: NodeId, entries: readonly Entry[]): void {
  const { promised: ballot, commit, configuration } = core.state
  tell(core, to, { type: 'accept', ballot, entries, commit, configuration: configuration.index, round: reads.round }, 'now')
}

export function onHeartbeatTimer(core: Core, leading: Leading): void {
  const { state } = core
  setTimer(core, 'heartbeat', state.settings.heartbeat_us)
  if (startRound(leading, true) || renewsLease(state, leading)) recordRound(state, leading)
  const deciders = decidersOf(state)
  for (const peer of leading.peers.keys())
    sendAcceptTo(core, leading, peer, deciders.includes(peer) ? overdueFor(state, leading, peer) : [])
  const own = overdueFor(state, leading, state.id)
  if (own.length > 0) sendAcceptTo(core, leading, state.id, own)
}

/** A round of reads has begun: all are asked to confirm it. */
export function sendRound(core: Core, leading: Leading): void {
  recordRound(core.state, leading)
  for (const peer of decidersOf(core.state)) if (peer !== core.state.id) sendAcceptTo(core, leading, peer, [])
}

/** What the peer should have accepted by now: the message or the answer was lost. Or it named holders that have not: their leases may have run out. */
function overdueFor({ now_us, settings }: MultiPaxosState, { open }: Leading, peer: NodeId): Entry[] {
  const found: Entry[] = []
  let bytes = 0
  for (const { entry, accepted_by, sent_us } of open.values()) {
    if (isCleared(accepted_by, peer) || now_us - sent_us < settings.heartbeat_us) continue
    bytes += entryBytes(entry)
    if (bytes > settings.max_message_bytes && found.length > 0) break
    found.push(entry)
  }
  return found
}

export function onAccepted(core: Core, leading: Leading, from: NodeId, message: AcceptedReply): void {
  const { state } = core
  const { ballot, slots, commit, round, holders } = message
  if (ballot !== state.promised) return
  if (round > leading.reads.round || slots.some((slot) => slot >= leading.next))
    return note(core, 'bad-message', `${state.id} ignores that ${from} has accepted what was never sent`)
  const peer = leading.peers.get(from)
  if (peer !== undefined) {
    Object.assign(peer, { active: true, answered_us: state.now_us })
    peer.commit = Math.max(peer.commit, commit)
    peer.round = Math.max(peer.round, round)
  }
  if (!decidersOf(state).includes(from)) return
  const needed = state.switches['chosen-by-one'] ? 1 : quorumsOf(state).accept
  for (const slot of slots) {
    const open = leading.open.get(slot)
    if (open === undefined) continue
    open.accepted_by.set(from, holders)
    if (clearedOf(state, open) >= needed) choose(core, leading, open)
  }
}

/** Those whose acceptance counts: all the holders that each of them has named have accepted, too. */
function clearedOf({ switches }: MultiPaxosState, { accepted_by }: OpenSlot): number {
  if (switches['holders-not-awaited']) return accepted_by.size
  return [...accepted_by.keys()].filter((acceptor) => isCleared(accepted_by, acceptor)).length
}

function isCleared(accepted_by: OpenSlot['accepted_by'], acceptor: NodeId): boolean {
  return accepted_by.get(acceptor)?.every((holder) => accepted_by.has(holder)) ?? false
}

/** Slots that would be chosen, did they not wait for holders of leases. */
export function slotsForHolders(state: MultiPaxosState, { open }: Leading): number {
  const { accept } = quorumsOf(state)
  return [...open.values()].filter((slot) => slot.accepted_by.size >= accept && clearedOf(state, slot) < accept).length
}

function choose(core: Core, leading: Leading, { entry, accepted_by }: OpenSlot): void {
  leading.open.delete(entry.index)
  leading.open_bytes -= entryBytes(entry)
  leading.chosen.add(entry.index)
  const acceptors = [...accepted_by.keys()].sort()
  const name = acceptors.join(' ')
  const together = core.chosen.get(name)
  if (together === undefined) core.chosen.set(name, { acceptors, entries: [entry] })
  else together.entries.push(entry)
}

/** Slots may be chosen in any order; the commit index passes those that follow on each other. */
export function advanceCommit(core: Core, leading: Leading): void {
  const { state } = core
  const configuration = state.configuration.index
  const before = state.commit
  for (const { acceptors, entries } of core.chosen.values())
    emit(core, SlotsChosen.of(state.id, { ballot: state.promised, configuration, entries: entries.map(slotMark), acceptors }))
  core.chosen.clear()
  if (state.switches['gaps-skipped']) state.commit = Math.max(state.commit, ...leading.chosen)
  // Beyond a stop-sign there is something with the deliberate bug alone.
  while (core.left === null && leading.chosen.has(state.commit + 1)) commitNext(core)
  for (const slot of leading.chosen) if (slot <= state.commit) leading.chosen.delete(slot)
  if (usesQuorumLeases(state.settings) && state.commit > before) tellCommit(core, leading)
}

/** At once: holders of leases have reads waiting for what they have accepted. */
function tellCommit(core: Core, leading: Leading): void {
  for (const peer of leading.peers.keys()) sendAcceptTo(core, leading, peer, [])
}

/** A leader that fewer nodes answer than choose a value steps down, so that clients look elsewhere. Its ballot is no candidate any more. */
export function onQuorumTimer(core: Core, { peers }: Leading): void {
  const { state } = core
  const deciders = decidersOf(state)
  const heard = 1 + [...peers].filter(([peer, { active }]) => active && deciders.includes(peer)).length
  for (const peer of peers.values()) peer.active = false
  if (heard >= quorumsOf(state).accept) return setTimer(core, 'election', state.settings.election_timeout_us[1])
  note(core, 'stepped-down', `${state.id} led ballot ${state.promised} and steps down: it hears no quorum`)
  state.ballot_election.ballot = 0
  becomeFollower(core, state.promised, null)
}
