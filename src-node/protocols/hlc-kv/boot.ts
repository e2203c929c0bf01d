/** Restart from disk: the newest snapshot, and what was taken in since. The hybrid clock goes on from the bound on disk. */
import { HYBRID_ZERO } from '../../../src-shared/causality/hybrid-clock'
import { description } from '../../../src-shared/protocols/hlc-kv/description'
import { ClockRecovered } from '../../../src-shared/protocols/hlc-kv/facts'
import { Updates } from '../../../src-shared/protocols/numbered-updates/facts'
import type { Boot, Context } from '../contract'
import { emit } from '../kit/core'
import { readSettings, readSwitches } from '../kit/settings'
import { countOf, originOf, setCount } from '../numbered-updates/origins'
import { sessionOf } from '../replicated-log/sessions'
import type { Core, HlcEffect } from './core'
import { newCore } from './core'
import { contentsEvent, markOf } from './disk'
import { startExchange } from './exchange'
import type { HlcRecord, HlcSnapshot, HlcState, Switches } from './state'
import { addVersion, emptyStore } from './store'
import { applyRange } from './taking'

/** Of its own versions those that a node tells of when it starts. */
const TOLD_MAX = 256

type Given = Boot<HlcRecord, HlcSnapshot>

export function boot(given: Given, context: Context): { state: HlcState; effects: HlcEffect[] } {
  const state = freshState(given)
  const { snapshot, records } = given.recovered
  if (snapshot !== null) restore(state, snapshot)
  for (const record of records) {
    if (record.kind === 'bound') state.bound_us = record.bound_us
    else applyRange(state, record)
  }
  setCount(state.seen, state.origin, countOf(state.seen, state.origin))
  // Whom it has sent what it no longer knows: they say what they lack.
  for (const peer of state.peers.values()) peer.sent = countOf(state.seen, state.origin)
  state.clock = { physical_us: state.bound_us, counter: 0 }
  const core = newCore(state, context)
  announce(core)
  startExchange(core)
  return { state, effects: core.effects }
}

function freshState({ id, nodes, generation, parameters, switches: names, recovered }: Given): HlcState {
  const switches: Switches = readSwitches(names)
  const slot = nodes.indexOf(id)
  return {
    id,
    nodes,
    slot,
    origin: originOf(slot, generation, nodes.length),
    settings: readSettings(description, parameters),
    switches,
    now_us: 0,
    bound_us: 0,
    seen: nodes.map(() => 0),
    store: emptyStore(),
    sessions: new Map(),
    disk: { records: 0, durable: 0, since_snapshot: recovered.records.length, pending_events: [] },
    clock: HYBRID_ZERO,
    closed: nodes.map(() => HYBRID_ZERO),
    peers: new Map(nodes.filter((node) => node !== id).map((node) => [node, { told: null, sent: 0 }])),
    waiting: [],
    counters: { stamps_refused: 0, counter_max: 0, clock_advances: 0, snapshot_reads: 0, retransmissions: 0 }
  }
}

function restore(state: HlcState, { seen, bound_us, horizon_us, versions, sessions }: HlcSnapshot): void {
  state.seen = [...seen]
  state.bound_us = bound_us
  state.store.horizon_us = horizon_us
  for (const version of versions) addVersion(state.store, version, false)
  for (const [name, used_at, runs] of sessions) state.sessions.set(name, sessionOf(used_at, runs))
}

function announce(core: Core): void {
  const { id, nodes, origin, seen, store, clock, now_us } = core.state
  const updates = (store.by_origin.get(origin) ?? []).slice(-TOLD_MAX).map((version) => markOf(nodes, version))
  emit(core, Updates.of(id, { updates, seen: [...seen], sum: store.sum, overwritten: [], recovered: true }))
  if (clock.physical_us > 0) emit(core, ClockRecovered.of(id, { stamp: clock, physical_us: now_us }))
  emit(core, contentsEvent(core.state))
}
