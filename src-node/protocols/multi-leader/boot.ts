/** Restart from disk: the newest snapshot, and the updates taken in since. */
import { Updates } from '../../../src-shared/protocols/numbered-updates/facts'
import type { Boot, Context } from '../contract'
import { emit } from '../kit/core'
import { readSwitches } from '../kit/settings'
import type { Core, MultiLeaderEffect } from './core'
import { newCore } from './core'
import { contentsEvent, emitHoldings, newDisk } from './disk'
import { startExchange } from './exchange'
import { sessionOf } from '../replicated-log/sessions'
import { incomingChangeOf, mergeOptionsOf, recordUpdate } from './incoming-updates'
import { originOf } from '../numbered-updates/origins'
import { leaderOf, leaderSlots, routesOf } from './regions'
import type { Route } from './regions'
import { resolutionOf } from './resolutions'
import { settingsFor } from './settings'
import type { Switches } from './settings'
import type { Downstream, MultiLeaderRecord, MultiLeaderSnapshot, MultiLeaderState } from './state'
import { markOf } from './state'
import { mergeIncoming, emptyStore, overwrittenCount, setRow } from './store'

type Given = Boot<MultiLeaderRecord, MultiLeaderSnapshot>

export function boot(given: Given, context: Context): { state: MultiLeaderState; effects: MultiLeaderEffect[] } {
  const state = freshState(given)
  const { snapshot, records } = given.recovered
  if (snapshot !== null) restore(state, snapshot)
  const resolution = resolutionOf(state.settings)
  for (const record of records) {
    if (record.kind !== 'update') continue
    recordUpdate(state, record.update)
    mergeIncoming(state.store, resolution, incomingChangeOf(state, record.update), mergeOptionsOf(state))
  }
  const core = newCore(state, context)
  announce(core)
  startExchange(core)
  return { state, effects: core.effects }
}

function freshState({ id, nodes, generation: of_disk, parameters, switches: names, recovered }: Given): MultiLeaderState {
  const settings = settingsFor(nodes.length, parameters)
  const switches: Switches = readSwitches(names)
  const slot = nodes.indexOf(id)
  const generation = switches['trust-restored-disk'] ? 0 : of_disk
  const leaders = leaderSlots(nodes.length, settings.leaders)
  const base = recovered.snapshot?.log.base ?? 0
  const nothing = nodes.map(() => 0)
  return {
    id,
    nodes,
    slot,
    generation,
    origin: originOf(slot, generation, nodes.length),
    settings,
    switches,
    leaders,
    leader: leaderOf(slot, leaders),
    now_us: 0,
    seen: [...nothing],
    log: { base, dropped: [...nothing], updates: [] },
    store: emptyStore(),
    sessions: new Map(),
    append_times: [],
    disk: newDisk(recovered.records.length),
    downstream: routesOf(slot, nodes.length, leaders, settings.topology).map((route) =>
      newDownstream(route, nodes[route.to]!, base)
    ),
    arriving: new Map(),
    counters: { conflicts: 0, duplicates: 0, retransmissions: 0, states_sent: 0, states_taken_in: 0 }
  }
}

function newDownstream(route: Route, node: string, base: number): Downstream {
  return {
    ...route,
    node,
    generation: 0,
    known: false,
    seen: [],
    off_route: [],
    offered: [],
    acked: base,
    sent: base,
    acked_before: base,
    transfer: null
  }
}

function restore(state: MultiLeaderState, { seen, rows, log, sessions }: MultiLeaderSnapshot): void {
  state.seen = [...seen]
  state.log.dropped = [...log.dropped]
  state.log.updates = [...log.updates]
  for (const [name, used_at, runs] of sessions) state.sessions.set(name, sessionOf(used_at, runs))
  const resolution = resolutionOf(state.settings)
  for (const [key, held, own] of rows) {
    setRow(state.store, key, { state: held, own })
    for (const writes of own) state.store.overwritten += overwrittenCount(resolution, held, writes)
  }
}

function announce(core: Core): void {
  const { id: node, leader, slot, nodes, seen, store, log } = core.state
  const is_leader = leader === slot
  // Nobody is elected, so there is no term.
  emit(core, { kind: 'role', node, role: is_leader ? 'leader' : 'follower', term: 0, leader: nodes[leader]! })
  const updates = log.updates.map((update) => markOf(nodes, update))
  emit(core, Updates.of(node, { updates, seen: [...seen], sum: store.sum, overwritten: [], recovered: true }))
  emit(core, contentsEvent(core.state))
  emitHoldings(core, store.rows.keys())
}
