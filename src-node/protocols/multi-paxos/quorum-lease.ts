/**
 * Quorum leases (Moraru, Andersen, Kaminsky, "Paxos Quorum Leases", SoCC 2014, §3). A node that has leases of so many others that every quorum of
 * acceptors has one of them answers reads by itself. Whoever has granted a lease names its holder with all that it accepts, and the leader takes
 * nothing for chosen before the holders so named have accepted it, or their leases have run out: a holder knows of every write that is chosen.
 *
 * Here every member asks for leases, of all keys. As a lease runs from when it was asked for, by the holder's clock, and from when it was granted, by
 * the other's, which comes later, no guard precedes it as it does in the paper (§3.3).
 */
import type { NodeId } from '../../../src-shared/ids'
import { QuorumLeaseHeld } from '../../../src-shared/protocols/multi-paxos/facts'
import { emit, send, setTimer } from '../kit/core'
import type { Core } from './core'
import { decidersOf, decides } from './deciders'
import type { LeaseGrant, LeaseRequest } from './messages'
import { quorumsOf } from './quorums'
import type { MultiPaxosState, QuorumLeases, Settings } from './state'

/** Leases are asked for anew so many times while one lasts. */
const REQUESTS_PER_LEASE = 4

/** A node that has just started does not know whom it granted leases before. */
export function noLeases({ quorum_lease_us }: Settings, now_us: number): QuorumLeases {
  return {
    granted: new Map(),
    unknown_until_us: now_us + quorum_lease_us,
    held: new Map(),
    is_holder: false,
    commit_when_asked: 0,
    waiting: []
  }
}

export function usesQuorumLeases({ quorum_lease_us }: Settings): boolean {
  return quorum_lease_us > 0
}

/** Asks everybody for another lease, unless it would only hold up writes. */
export function askForLeases(core: Core): void {
  const { state } = core
  const { id, configuration, now_us, settings } = state
  setTimer(core, 'lease', Math.max(1, Math.round(settings.quorum_lease_us / REQUESTS_PER_LEASE)))
  const is_in_vain = holdsUpWrites(state)
  state.quorum_leases.commit_when_asked = state.commit
  if (is_in_vain || !decides(state)) return
  const request = { type: 'lease-request', asked_us: Math.round(now_us), configuration: configuration.index } as const
  for (const node of decidersOf(state)) if (node !== id) send(core, node, request, 'now')
}

/** A holder that does not hear the leader, or whose answers do not reach it, is waited for in vain. */
function holdsUpWrites({ role, slots, commit, last_heard_us, now_us, settings, quorum_leases }: MultiPaxosState): boolean {
  const is_stalled = slots.last > commit && commit === quorum_leases.commit_when_asked
  const hears_leader = last_heard_us !== null && now_us - last_heard_us < settings.election_timeout_us[1]
  return is_stalled || !(role === 'leader' || hears_leader)
}

/** Whoever has no lease of this node, or one that has run out, may have missed what it has accepted so far. */
export function onLeaseRequest(core: Core, from: NodeId, { asked_us, configuration }: LeaseRequest): void {
  const { state } = core
  const { settings, slots, now_us, quorum_leases } = state
  if (!usesQuorumLeases(settings) || !decides(state) || !isOfConfiguration(state, from, configuration)) return
  const running = runningGrant(state, from)
  const known_from = running?.known_from ?? slots.last
  quorum_leases.granted.set(from, { until_us: now_us + settings.quorum_lease_us, known_from })
  send(core, from, { type: 'lease-grant', asked_us, configuration, known_from }, 'now')
}

export function onLeaseGrant(core: Core, from: NodeId, { asked_us, configuration, known_from }: LeaseGrant): void {
  const { state } = core
  const { held } = state.quorum_leases
  if (!isOfConfiguration(state, from, configuration) || asked_us > state.now_us) return
  // An older one comes late.
  if ((held.get(from)?.asked_us ?? -Infinity) > asked_us) return
  held.set(from, { asked_us, known_from })
  tellWhetherHolder(core)
}

function isOfConfiguration(state: MultiPaxosState, node: NodeId, configuration: number): boolean {
  return configuration === state.configuration.index && decidersOf(state).includes(node)
}

/** The lease that the node has of this one; null: none that has not run out. */
function runningGrant({ quorum_leases: { granted }, settings, now_us }: MultiPaxosState, node: NodeId) {
  const grant = granted.get(node)
  if (grant === undefined) return null
  // The clock was set back: nobody knows how much of it is left.
  if (grant.until_us - now_us > settings.quorum_lease_us) grant.until_us = now_us + settings.quorum_lease_us
  return now_us < grant.until_us ? grant : null
}

/** Who may be answering reads by a lease of this node: what it accepts is not chosen before they have accepted it, too. */
export function holdersOf(state: MultiPaxosState): NodeId[] {
  const { id, settings, quorum_leases, now_us, switches } = state
  if (!usesQuorumLeases(settings)) return []
  const is_unknown = now_us < quorum_leases.unknown_until_us && !switches['grants-forgotten']
  return decidersOf(state).filter((node) => node !== id && (is_unknown || runningGrant(state, node) !== null))
}

/** Those whose leases this node has, itself among them, if every quorum of acceptors has one of them; null: too few. */
export function grantorsOf(state: MultiPaxosState): NodeId[] | null {
  if (!usesQuorumLeases(state.settings) || !decides(state)) return null
  const deciders = decidersOf(state)
  const grantors = deciders.filter((node) => node === state.id || hasLeaseOf(state, node))
  return grantors.length > deciders.length - quorumsOf(state).accept ? grantors : null
}

/** Shorter by what clocks may drift apart, as this one may be as slow and the other as fast as they may be. */
function hasLeaseOf({ quorum_leases, now_us, settings, switches, applied }: MultiPaxosState, node: NodeId): boolean {
  const lease = quorum_leases.held.get(node)
  // Of what the other had accepted before it may not know.
  if (lease === undefined || lease.known_from > applied) return false
  if (switches['lease-outlived']) return true
  const drift = settings.max_clock_drift_ppm / 1e6
  const elapsed_us = now_us - lease.asked_us
  return elapsed_us >= 0 && elapsed_us < (settings.quorum_lease_us * (1 - drift)) / (1 + drift)
}

/** The leases of one configuration end with it: their holders have accepted its stop-sign, and read no more before they know the next one. */
export function dropLeases({ quorum_leases }: MultiPaxosState): void {
  quorum_leases.granted.clear()
  quorum_leases.held.clear()
}

export function tellWhetherHolder(core: Core): void {
  const { state } = core
  const grantors = grantorsOf(state)
  const { quorum_leases, id } = state
  if ((grantors !== null) === quorum_leases.is_holder) return
  quorum_leases.is_holder = grantors !== null
  emit(core, QuorumLeaseHeld.of(id, { is_holder: quorum_leases.is_holder, grantors: grantors ?? [] }))
}
