/** Start from disk: payments are there; whatever was asked or waited for is gone. */
import { description } from '../../../src-shared/protocols/services/description'
import { isTier, NAME_SERVICE, RELAY, TIERS } from '../../../src-shared/protocols/services/tiers'
import type { Tier } from '../../../src-shared/protocols/services/tiers'
import type { NodeId } from '../../../src-shared/ids'
import type { Boot, Context } from '../contract'
import { emit, setTimer } from '../kit/core'
import { readSettings, readSwitches } from '../kit/settings'
import type { ServicesEffect } from './core'
import { newCore } from './core'
import { recordPayment } from './ledger'
import { BUDGET_BURST } from './retries'
import type { ServicesRecord, ServicesSnapshot, ServicesState, Topology } from './state'

type Given = Boot<ServicesRecord, ServicesSnapshot>

const PREFIXES = 2 ** 32
const PREFIX_DIGITS = 8

export function boot(given: Given, context: Context): { state: ServicesState; effects: ServicesEffect[] } {
  const state = freshState(given, context)
  const { snapshot, records } = given.recovered
  if (snapshot !== null) restore(state, snapshot)
  for (const record of records) recordPayment(state, record)
  if (state.switches['forget-keys']) state.ledger.keys.clear()
  const core = newCore(state, context)
  emit(core, { kind: 'role', node: state.id, role: state.role })
  if (state.settings.bulk_kb > 0 && state.next !== null) setTimer(core, 'bulk', state.settings.bulk_every_us)
  return { state, effects: core.effects }
}

function freshState({ id, nodes, roles, parameters, switches, recovered }: Given, { random }: Context): ServicesState {
  const role_of = rolesOf(nodes, roles)
  const topology = topologyOf(nodes, role_of)
  const role = role_of(id)
  const tier = isTier(role) ? role : null
  return {
    id,
    role,
    tier,
    next: tier && (TIERS.find((one) => TIERS.indexOf(one) > TIERS.indexOf(tier) && topology.members.has(one)) ?? null),
    topology,
    settings: readSettings(description, parameters),
    switches: readSwitches(switches),
    disk: { records: 0, since_snapshot: recovered.records.length, pending_events: [] },
    span_prefix: Math.floor(random() * PREFIXES)
      .toString(16)
      .padStart(PREFIX_DIGITS, '0'),
    queue: [],
    working: new Map(),
    serving: new Map(),
    calls: new Map(),
    tries: new Map(),
    breakers: new Map(),
    budget: { tokens: BUDGET_BURST },
    addresses: new Map(),
    unresolved: new Set(),
    pointed: new Map([...topology.members].map(([service, members]) => [service, members[0]!])),
    ledger: { totals: new Map(), keys: new Map() },
    counters: { numbers: 0, sent: 0, retries: 0, shed: 0, payments: 0 }
  }
}

/** The scenario says who is what; where it gives out no roles, each node is the next service, and those beyond the last belong to it. */
function rolesOf(nodes: readonly NodeId[], roles: Readonly<Record<NodeId, string>> = {}): (node: NodeId) => string {
  const last = TIERS.length - 1
  if (nodes.every((node) => roles[node] === undefined)) return (node) => TIERS[Math.min(nodes.indexOf(node), last)]!
  return (node) => roles[node] ?? TIERS[0]
}

function topologyOf(nodes: readonly NodeId[], role_of: (node: NodeId) => string): Topology {
  const members = new Map<Tier, NodeId[]>()
  for (const tier of TIERS) {
    const own = nodes.filter((node) => role_of(node) === tier)
    if (own.length > 0) members.set(tier, own)
  }
  const holder = (role: string) => nodes.find((node) => role_of(node) === role) ?? null
  const entry = members.keys().next().value ?? TIERS[0]
  return { nodes, members, entry, name_service: holder(NAME_SERVICE), relay: holder(RELAY) }
}

function restore(state: ServicesState, { totals, keys, payments }: ServicesSnapshot): void {
  for (const [account, total] of totals) state.ledger.totals.set(account, total)
  for (const key of keys) state.ledger.keys.set(key, true)
  state.counters.payments = payments
}
