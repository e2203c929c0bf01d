/** Restart from disk: the newest snapshot, and what happened to single rows and hints since. */
import { Hints, Versions } from '../../../src-shared/protocols/quorum/facts'
import type { Boot, Context } from '../contract'
import { startAntiEntropy } from './anti-entropy'
import { emit, saveSnapshot } from '../kit/core'
import { readSwitches } from '../kit/settings'
import { startSwim } from '../membership/within'
import type { Core, QuorumEffect } from './core'
import { newCore } from './core'
import { newDisk, snapshotOf, stateEvent } from './disk'
import { setHint, startHandOffs } from './hints'
import { hintMark, rowMark } from './marks'
import { startMoves } from './moves'
import { startRebuilding, unfetched } from './rebuilding'
import { noteReturns } from './returning'
import { placementAt } from './placement'
import { settingsFor } from './settings'
import type { Switches } from './settings'
import type { QuorumRecord, QuorumSnapshot, QuorumState } from './state'
import { emptyStore, setRow } from './store'
import { startSweeps } from './tombstones'
import { enterEpoch } from './views'

export function boot(
  given: Boot<QuorumRecord, QuorumSnapshot>,
  context: Context
): { state: QuorumState; effects: QuorumEffect[] } {
  const state = freshState(given, context)
  const { snapshot } = given.recovered
  const core = newCore(state, context)
  if (state.generation === (snapshot?.generation ?? 0)) recover(state, given)
  else startEmpty(core)
  noteReturns(core)
  announce(core)
  startAntiEntropy(core)
  startHandOffs(core)
  startSweeps(core)
  startRebuilding(core)
  startMoves(core)
  const swim = startSwim(given, context)
  state.swim = swim.state
  return { state, effects: [...core.effects, ...swim.effects] }
}

function recover(state: QuorumState, { recovered: { snapshot, records } }: Boot<QuorumRecord, QuorumSnapshot>): void {
  state.complete = [...(snapshot?.complete ?? state.complete)]
  state.ready_at = [...(snapshot?.ready_at ?? state.ready_at)]
  state.kept_since = [...(snapshot?.kept_since ?? state.kept_since)]
  state.store.count_forgotten = snapshot?.count_forgotten ?? 0
  for (const [key, row] of snapshot?.rows ?? []) setRow(state.store, key, row)
  for (const [to, key, hint] of snapshot?.hints ?? []) setHint(state, to, key, hint)
  for (const record of records) replay(state, record)
  enterEpoch(state, [])
  const is_rebuilt = snapshot?.is_rebuilt !== false || records.some(({ kind }) => kind === 'rebuilt')
  if (!is_rebuilt) state.rebuilding = unfetched(state)
}

/** The disk is not the one that this node wrote. */
function startEmpty(core: Core): void {
  const { state } = core
  state.rebuilding = unfetched(state)
  state.disk.since_snapshot = 0
  saveSnapshot(core, snapshotOf(state), [])
}

function freshState(
  { id, nodes, history = [nodes], parameters, switches: names, recovered, generation }: Boot<QuorumRecord, QuorumSnapshot>,
  { random }: Context
): QuorumState {
  const switches: Switches = readSwitches(names)
  const settings = settingsFor(history[0]!, parameters)
  const at_first = new Array<number>(settings.ranges).fill(0)
  const state: QuorumState = {
    id,
    nodes,
    history: [],
    ever: nodes,
    slot: 0,
    generation: switches['trust-restored-disk'] ? 0 : generation,
    settings,
    placement: placementAt(history, history.length - 1, settings),
    switches,
    now_us: 0,
    store: emptyStore(settings),
    hints: new Map(),
    disk: newDisk(recovered.records.length),
    rebuilding: new Map(),
    sets: [],
    replicas: [],
    complete: [...at_first],
    ready_at: [...at_first],
    kept_since: [...at_first],
    moving: new Map(),
    fetch_turn: 0,
    waiting_fetches: new Map(),
    next_chunk_us: 0,
    ready: new Map(),
    swim: null,
    down: new Set(),
    open: new Map(),
    // An answer to what an earlier boot asked must not be taken for one to this.
    next_id: 1 + Math.floor(random() * IDS),
    tombstone_acks: new Map(),
    forgotten: new Map(),
    last_stamp_us: 0,
    recent: new Map(),
    anti_entropy_turn: 0,
    counters: {
      repairs: 0,
      hints_stored: 0,
      hints_delivered: 0,
      ranges_compared: 0,
      rows_moved: 0,
      bytes_moved: 0,
      rows_fetched: 0,
      bytes_fetched: 0,
      requests: 0
    }
  }
  enterEpoch(state, history)
  return state
}

/** Where the numbers of a boot’s operations may begin. */
const IDS = 2 ** 48

function replay(state: QuorumState, record: QuorumRecord): void {
  switch (record.kind) {
    case 'row':
      return setRow(state.store, record.key, record.row)
    case 'hint':
      return setHint(state, record.to, record.key, record.hint)
    case 'ready':
      state.ready_at[record.range] = record.epoch
      state.kept_since[record.range] = record.epoch
      return
    case 'began':
      state.kept_since[record.range] = record.epoch
      return
    case 'complete':
      state.complete[record.range] = record.epoch
      return
    case 'rebuilt':
  }
}

function announce(core: Core): void {
  const { state } = core
  const rows = [...state.store.rows].map(([key, row]) => rowMark(key, row))
  emit(core, Versions.of(state.id, { rows, all: true }))
  const hints = [...state.hints].flatMap(([to, of_node]) => [...of_node].map(([key, { row }]) => hintMark(to, key, row)))
  emit(core, Hints.of(state.id, { hints, all: true }))
  emit(core, stateEvent(state))
}
