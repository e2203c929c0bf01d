import type { ProtocolDescription } from '../description/protocol-description'
import type { Engine } from '../engine'

interface Place {
  readonly engine: Engine
  readonly protocol: Pick<ProtocolDescription, 'name' | 'adversary'>
}

/** Why no adversary can pick deliveries here; null where one can. */
export function adversaryRefusal({ engine, protocol }: Place): string | null {
  if (protocol.adversary === undefined)
    return `${protocol.name} declares no message that decides: there is nothing for an adversary to hold back`
  return engine === 'simulation'
    ? null
    : 'only in a simulation can an adversary pick each delivery; run it with engine: simulation'
}
