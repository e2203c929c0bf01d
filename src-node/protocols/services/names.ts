/** The name service, and the addresses that its askers keep for their time to live, right or not. */
import type { NodeId } from '../../../src-shared/ids'
import { Pointed, Resolved } from '../../../src-shared/protocols/services/facts'
import { isTier } from '../../../src-shared/protocols/services/tiers'
import type { Tier } from '../../../src-shared/protocols/services/tiers'
import { clearTimer, emit, send, setTimer } from '../kit/core'
import type { Core } from './core'
import type { AddressMessage } from './messages'

export function onResolve(core: Core, from: NodeId, service: Tier): void {
  const node = core.state.pointed.get(service)
  if (node !== undefined) send(core, from, { type: 'address', service, node }, 'now')
}

/** Operator: from now on this node answers for the service. Who has kept the address of another does not hear of it. */
export function onPoint(core: Core, service: string, node: NodeId): void {
  const { state } = core
  if (!isTier(service) || !state.topology.nodes.includes(node)) return
  state.pointed.set(service, node)
  emit(core, Pointed.of(state.id, { service, at: node }))
}

/** The address that it keeps; null: it has asked for one. */
export function keptAddress(core: Core, service: Tier): NodeId | null {
  const { state, now_us } = core
  const kept = state.addresses.get(service)
  if (kept !== undefined && now_us < kept.until_us) return kept.node
  if (state.unresolved.size === 0) {
    send(core, state.topology.name_service!, { type: 'resolve', service }, 'now')
    setTimer(core, 'resolve', state.settings.timeout_us)
  }
  return null
}

/** Keeps the address; the calls that waited for it. */
export function onAddress(core: Core, { service, node }: AddressMessage): number[] {
  const { state, now_us } = core
  const { ttl_us } = state.settings
  clearTimer(core, 'resolve')
  state.addresses.set(service, { node, until_us: now_us + ttl_us })
  emit(core, Resolved.of(state.id, { service, at: node, ttl_ms: ttl_us / 1000 }))
  return takeUnresolved(core)
}

export function takeUnresolved({ state }: Core): number[] {
  const waiting = [...state.unresolved]
  state.unresolved.clear()
  return waiting
}
