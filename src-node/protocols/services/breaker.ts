/** Circuit breakers (Nygard 2007): after so many failures in a row a peer is not called for a while, and then once, to see. */
import type { NodeId } from '../../../src-shared/ids'
import { BreakerChanged } from '../../../src-shared/protocols/services/facts'
import type { BreakerState } from '../../../src-shared/protocols/services/facts'
import { emit, setTimer } from '../kit/core'
import type { Core } from './core'
import type { Breaker, ServicesState } from './state'

/** Whether the peer may be called; the one call that a half-open breaker lets through closes or opens it again. */
export function mayCall({ state }: Core, peer: NodeId): boolean {
  const breaker = state.breakers.get(peer)
  if (breaker === undefined || breaker.state === 'closed') return true
  return breaker.state === 'half-open' && !isProbed(state, peer)
}

export function callSucceeded(core: Core, peer: NodeId): void {
  const breaker = core.state.breakers.get(peer)
  if (breaker === undefined) return
  breaker.failures = 0
  change(core, peer, breaker, 'closed')
}

export function callFailed(core: Core, peer: NodeId): void {
  const { settings, breakers, topology } = core.state
  if (settings.breaker_failures === 0) return
  const breaker = breakers.get(peer) ?? { state: 'closed', failures: 0 }
  breakers.set(peer, breaker)
  breaker.failures++
  if (breaker.state === 'open' || (breaker.state === 'closed' && breaker.failures < settings.breaker_failures)) return
  change(core, peer, breaker, 'open')
  setTimer(core, `breaker:${topology.nodes.indexOf(peer)}`, settings.breaker_open_us)
}

export function onBreakerTimer(core: Core, place: number): void {
  const peer = core.state.topology.nodes[place]!
  const breaker = core.state.breakers.get(peer)
  if (breaker !== undefined) change(core, peer, breaker, 'half-open')
}

function change(core: Core, peer: NodeId, breaker: Breaker, state: BreakerState): void {
  if (breaker.state === state) return
  breaker.state = state
  emit(core, BreakerChanged.of(core.state.id, { peer, state }))
}

function isProbed({ tries }: ServicesState, peer: NodeId): boolean {
  for (const { node } of tries.values()) if (node === peer) return true
  return false
}
