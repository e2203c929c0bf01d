/** What a site holds: the newest update of each key (Demers et al. 1987, §1.1), and death certificates of what is deleted (§2). */
import { hash32 } from '../../../src-shared/placement/hash'
import {
  CertificateAwakened,
  CertificateDropped,
  UpdateInjected,
  UpdateLearned
} from '../../../src-shared/protocols/gossip/facts'
import { isNewer, toldItem, updateId } from '../../../src-shared/protocols/gossip/items'
import type { Item, Stamp } from '../../../src-shared/protocols/gossip/items'
import type { NodeId } from '../../../src-shared/ids'
import { note } from '../kit/core'
import { emitAfterLog } from '../kit/durable-events'
import type { Core } from './core'
import { log, roundNumber } from './core'
import { pickOthers } from './sites'
import type { GossipState } from './state'

/** Items that a site takes in; messages and snapshots stay small enough for a frame. */
const ITEMS_MAX = 10_000

type Way = UpdateLearned['data']['by']

/** An update that somebody makes here. `value` null: a deletion. */
export function inject(core: Core, key: string, value: string | null): void {
  const { state, now_us } = core
  const held = state.items.get(key)?.item
  if (held === undefined && state.items.size >= ITEMS_MAX)
    return note(core, 'full', `${state.id} holds ${ITEMS_MAX} items, and takes no more`)
  const at_us = Math.max(Math.floor(now_us), (held?.at_us ?? 0) + 1)
  const item: Item = { key, value, at_us, site: state.id, ...(value === null && keepersOf(core)) }
  if (value === null && state.switches['delete-without-certificate']) remove(core, key)
  else hold(core, item)
  emitAfterLog(core, UpdateInjected.of(state.id, { ...toldItem(item), round: roundNumber(core) }))
}

/** The sites that will keep a death certificate dormant are drawn when it is made (§2.1). */
function keepersOf(core: Core): Pick<Item, 'keepers'> {
  const { dormant_sites } = core.state.settings
  return dormant_sites === 0 ? {} : { keepers: pickOthers(core, dormant_sites) }
}

/** Takes over what is newer than what it holds; answers whether it did. */
export function learn(core: Core, offered: Item, from: NodeId, by: Way): boolean {
  const { state } = core
  const held = state.items.get(offered.key)?.item
  if (awakens(core, offered, from) || !isWanted(core, offered, held)) return false
  const item = state.switches['stamps-of-arrival'] ? { ...offered, at_us: Math.floor(core.now_us), site: state.id } : offered
  hold(core, item)
  emitAfterLog(core, UpdateLearned.of(state.id, { ...toldItem(item), round: roundNumber(core), from, by }))
  return true
}

/** An item that is older than its dormant death certificate: that is told again, as if it were new (§2.2). */
function awakens(core: Core, offered: Item, from: NodeId): boolean {
  const { state, now_us } = core
  const certificate = state.dormant.get(offered.key)
  if (certificate === undefined || !isNewer(certificate, offered)) return false
  hold(core, { ...certificate, awakened_us: Math.floor(now_us) })
  const { key, at_us, site } = certificate
  emitAfterLog(core, CertificateAwakened.of(state.id, { key, at_us, site, from }))
  return true
}

function isWanted({ state, now_us }: Core, offered: Item, held: Item | undefined): boolean {
  if (held === undefined) return state.items.size < ITEMS_MAX && !isExpired(state, offered, now_us)
  if (isNewer(offered, held)) return true
  return state.switches['older-overwrites'] === true && updateId(offered) !== updateId(held)
}

function hold(core: Core, item: Item): void {
  const { state } = core
  const { items } = state
  const before = items.get(item.key)?.item
  if (before !== undefined) state.sum ^= hashOf(before)
  state.sum ^= hashOf(item)
  items.set(item.key, { item, round: state.round })
  state.dormant.delete(item.key)
  log(core, { kind: 'item', item })
  becomeHot(state, item.key)
}

/** What is new to a site it tells others. */
function becomeHot({ rumours, settings }: GossipState, key: string): void {
  if (settings.method === 'anti-entropy') return
  rumours.set(key, { tellings: 0, in_vain: 0, unanswered: 0, told: false, needed: false, unneeded: false })
}

/** Nothing is known of the key any more. */
function remove(core: Core, key: string): void {
  const { items, dormant } = core.state
  if (!items.has(key) && !dormant.has(key)) return
  forget(core.state, key)
  log(core, { kind: 'drop', key })
}

function forget(state: GossipState, key: string): void {
  const held = state.items.get(key)
  if (held !== undefined) state.sum ^= hashOf(held.item)
  state.items.delete(key)
  state.rumours.delete(key)
  state.dormant.delete(key)
}

/** Death certificates have a time to live; a few sites keep them beyond that, and tell nobody (§2.1). */
export function dropCertificates(core: Core): void {
  const { state, now_us } = core
  const is_early = state.switches['certificates-dropped-early'] === true
  if (state.settings.certificates_us === 0 && !is_early) return
  for (const [key, { item, round }] of state.items)
    if (item.value === null && (isExpired(state, item, now_us) || (is_early && round < state.round - 1))) drop(core, key, item)
  for (const [key, item] of state.dormant) if (isOver(state, item, now_us)) remove(core, key)
}

function drop(core: Core, key: string, item: Item): void {
  const { state, now_us } = core
  const dormant = item.keepers?.includes(state.id) === true && !isOver(state, item, now_us)
  if (dormant) {
    forget(state, key)
    state.dormant.set(key, item)
    log(core, { kind: 'dormant', item })
  } else remove(core, key)
  emitAfterLog(core, CertificateDropped.of(state.id, { key, at_us: item.at_us, site: item.site, dormant }))
}

function isExpired({ settings: { certificates_us } }: GossipState, item: Item, now_us: number): boolean {
  return item.value === null && certificates_us > 0 && ageOf(item, now_us) >= certificates_us
}

/** Not even a keeper keeps it any more. */
function isOver({ settings: { certificates_us, dormant_us } }: GossipState, item: Item, now_us: number): boolean {
  return ageOf(item, now_us) >= certificates_us + dormant_us
}

function ageOf({ at_us, awakened_us }: Item, now_us: number): number {
  return now_us - (awakened_us ?? at_us)
}

/** The checksum of all that a site holds. */
export function checksum(state: GossipState): number {
  const { items, sum } = state
  if (!ignoresStamps(state)) return sum >>> 0
  let of_keys = 0
  for (const key of items.keys()) of_keys ^= hash32(key)
  return of_keys >>> 0
}

/** Whether the first is news to whoever holds the second, as far as digests tell. */
export function isNewsTo(state: GossipState, one: Stamp, other: Stamp | undefined): boolean {
  if (other === undefined) return true
  return !ignoresStamps(state) && isNewer(one, other)
}

function ignoresStamps({ switches }: GossipState): boolean {
  return switches['digest-without-stamps'] === true
}

/** Updates of the last while, by their stamps. */
export function recentItems({ items, settings: { recent_us } }: GossipState, now_us: number): Item[] {
  return itemsWhere(items, ({ at_us }) => at_us > now_us - recent_us && at_us > 0)
}

export function allItems({ items }: GossipState): Item[] {
  return itemsWhere(items, () => true)
}

function itemsWhere(items: GossipState['items'], isMeant: (item: Item) => boolean): Item[] {
  const found: Item[] = []
  for (const { item } of items.values()) if (isMeant(item)) found.push(item)
  return found
}

export function hashOf(item: Item): number {
  return hash32(updateId(item))
}
