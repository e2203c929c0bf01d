/** Restart from disk: what the site held. What it was telling it tells no more. */
import { description } from '../../../src-shared/protocols/gossip/description'
import { SiteRecovered } from '../../../src-shared/protocols/gossip/facts'
import { initialItems, toldItem } from '../../../src-shared/protocols/gossip/items'
import type { Item } from '../../../src-shared/protocols/gossip/items'
import type { Boot, Context } from '../contract'
import { emit } from '../kit/core'
import { readSettings, readSwitches } from '../kit/settings'
import type { Core, GossipEffect } from './core'
import { newCore } from './core'
import { hashOf } from './database'
import { announceState } from './finish'
import { scheduleRound } from './rounds'
import type { GossipRecord, GossipSnapshot, GossipState } from './state'
import { scheduleUpdate } from './updates'

type Given = Boot<GossipRecord, GossipSnapshot>

export function boot(given: Given, context: Context): { state: GossipState; effects: GossipEffect[] } {
  const state = newState(given)
  const core = newCore(state, context)
  announceRecovery(core)
  announceState(core)
  scheduleRound(core)
  scheduleUpdate(core)
  return { state, effects: core.effects }
}

function newState(given: Given): GossipState {
  const { id, nodes, parameters, switches, recovered, generation } = given
  const settings = readSettings(description, parameters)
  const found = recover(given, settings.initial_items)
  const items = [...found.items.values()]
  const own = items.filter(({ site }) => site === id).length
  return {
    id,
    nodes,
    place: nodes.indexOf(id),
    settings,
    switches: readSwitches(switches),
    disk: { records: 0, durable: 0, since_snapshot: recovered.records.length, pending_events: [] },
    generation,
    items: new Map(items.map((item) => [item.key, { item, round: -1 }])),
    dormant: found.dormant,
    sum: items.reduce((sum, item) => sum ^ hashOf(item), 0),
    told_sum: null,
    rumours: new Map(),
    role: null,
    round: 0,
    accepted: 0,
    hunts: 0,
    updates_left: Math.max(0, settings.updates - own),
    counters: { sent: 0, exchanges: 0, whole_compares: 0 }
  }
}

interface Recovered {
  readonly items: Map<string, Item>
  readonly dormant: Map<string, Item>
}

function recover({ recovered: { snapshot, records } }: Given, initial: number): Recovered {
  const items = byKey(snapshot?.items ?? initialItems(initial))
  const dormant = byKey(snapshot?.dormant ?? [])
  for (const record of records) {
    const key = record.kind === 'drop' ? record.key : record.item.key
    dormant.delete(key)
    if (record.kind === 'item') items.set(key, record.item)
    else items.delete(key)
    if (record.kind === 'dormant') dormant.set(key, record.item)
  }
  return { items, dormant }
}

function byKey(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.key, item]))
}

function announceRecovery(core: Core): void {
  const { id, items, generation } = core.state
  const own = [...items.values()].map(({ item }) => toldItem(item)).filter(({ site }) => site === id)
  emit(core, SiteRecovered.of(id, { items: items.size, own, generation }))
}
