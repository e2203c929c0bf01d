/** Nodes that lack what is chosen ask for it: slot by slot, or a snapshot where slots are gone. Whoever has it answers. */
import type { NodeId } from '../../../src-shared/ids'
import { SlotsLearned } from '../../../src-shared/protocols/multi-paxos/facts'
import { emit, note, send } from '../kit/core'
import { pieceAt, takePiece } from '../kit/pieces'
import type { Entry } from '../replicated-log/entry'
import { entryBytes } from '../replicated-log/entry'
import { rowBytes } from '../replicated-log/state-machine'
import type { SnapshotRow } from '../replicated-log/state-machine'
import type { Core } from './core'
import { logSlots } from './core'
import { commitNext } from './configuration'
import type { CatchUp, Chosen, SnapshotPiece } from './messages'
import { setSlot, slotMark } from './slots'
import { installSnapshot } from './snapshot'
import type { MultiPaxosState } from './state'

/** Asks once a heartbeat interval at most, as long as nothing comes. */
export function askForChosen(core: Core, whom: NodeId): void {
  const { state } = core
  const { catching_up, now_us, settings } = state
  const since_us = now_us - (catching_up?.asked_us ?? -Infinity)
  // A clock that was set back counts as a long time.
  if (since_us >= 0 && since_us < settings.heartbeat_us) return
  askAtOnce(core, whom)
}

/** Somebody waits for it. */
export function askAtOnce(core: Core, whom: NodeId): void {
  const { state } = core
  const { commit } = state
  // A snapshot of no more than what was learned meanwhile would never be taken: another one is asked for.
  const arriving = state.catching_up?.arriving ?? null
  const wanted = arriving !== null && arriving.index > commit ? arriving : null
  state.catching_up = { arriving: wanted, asked_us: state.now_us }
  send(core, whom, { type: 'catch-up', commit, snapshot: wanted?.index ?? 0, offset: wanted?.rows.length ?? 0 }, 'now')
}

export function onCatchUp(core: Core, from: NodeId, { commit, snapshot, offset }: CatchUp): void {
  const { state } = core
  if (commit < state.slots.base) return sendPiece(core, from, snapshot, offset)
  state.outgoing.delete(from)
  if (commit < state.commit)
    send(core, from, { type: 'chosen', entries: chosenAfter(state, commit), commit: state.commit }, 'now')
}

function chosenAfter({ slots, commit, settings }: MultiPaxosState, after: number): Entry[] {
  const found: Entry[] = []
  for (let index = after + 1, bytes = 0; index <= commit; index++) {
    const entry = slots.entries.get(index)
    // Missing only where the deliberate bug has skipped a gap.
    if (entry === undefined) break
    bytes += entryBytes(entry)
    if (bytes > settings.max_message_bytes && found.length > 0) break
    found.push(entry)
  }
  return found
}

/** Whoever has begun to receive a snapshot is sent the rest of that, though there is a newer one. */
function sendPiece(core: Core, to: NodeId, wanted: number, received: number): void {
  const { state } = core
  const begun = state.outgoing.get(to)
  const snapshot = begun?.index === wanted ? begun : state.snapshot
  if (snapshot === null) return
  state.outgoing.set(to, snapshot)
  const { index, term, configuration, rows } = snapshot
  const offset = index === wanted && received <= rows.length ? received : 0
  const piece = pieceAt(rows, offset, state.settings.snapshot_chunk_bytes, rowBytes)
  const done = offset + piece.length === rows.length
  if (offset === 0) note(core, 'snapshot-sent', `${state.id} sends ${to} a snapshot up to slot ${index}`)
  send(core, to, { type: 'snapshot', index, term, configuration, offset, rows: piece, done }, 'now')
}

export function onChosen(core: Core, from: NodeId, { entries, commit }: Chosen): void {
  const { state } = core
  if (state.leading !== null) return
  const news = entries.filter(({ index }) => index > state.commit)
  if (news[0]?.index === state.commit + 1) learn(core, from, news)
  if (state.commit < commit && news.length > 0) askAtOnce(core, from)
}

/** The values are chosen: no other will be. A node that has accepted one of them itself keeps the ballot of that. */
function learn(core: Core, from: NodeId, entries: readonly Entry[]): void {
  const { state } = core
  const changed: Entry[] = []
  for (const entry of entries) {
    if (entry.index !== state.commit + 1) break
    const own = state.slots.entries.get(entry.index)
    if (own === undefined || own.digest !== entry.digest || own.term < entry.term) {
      setSlot(state.slots, entry)
      changed.push(entry)
    }
    // Recovery must find the slots up to a stop-sign before it.
    if (entry.membership !== undefined) logSlots(core, changed.splice(0), entry.index)
    commitNext(core)
  }
  if (changed.length > 0) logSlots(core, changed)
  emit(core, SlotsLearned.of(state.id, { from, entries: entries.map(slotMark) }))
}

export function onSnapshotPiece(core: Core, from: NodeId, message: SnapshotPiece): void {
  const { state } = core
  const { index, term, configuration, offset, rows, done } = message
  const { catching_up } = state
  if (state.leading !== null || catching_up === null || index <= state.commit) return
  // A piece of an older one is late, and must not cost the rows of the newer one.
  if (catching_up.arriving !== null && index < catching_up.arriving.index) return
  if (catching_up.arriving?.index !== index) catching_up.arriving = { index, rows: [] }
  const { arriving } = catching_up
  if (!takePiece(arriving.rows, offset, rows)) return
  if (done) {
    catching_up.arriving = null
    installSnapshot(core, { index, term, configuration, rows: arriving.rows as SnapshotRow[] })
  }
  askAtOnce(core, from)
}
