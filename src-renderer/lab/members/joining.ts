import type { EndpointId, NodeId } from '../../../src-shared/ids'
import type { Engine } from '../../../src-shared/engine'
import { tooManyNodes } from '../../../src-shared/engine'
import { endpointName } from '../../../src-shared/scenario/endpoint-name'

/** What a joiner's name must fit into. */
export interface Membership {
  readonly engine: Engine
  /** Who takes part now. */
  readonly nodes: readonly NodeId[]
  /** Who has taken part before. */
  readonly left: ReadonlySet<NodeId>
  readonly clients: readonly EndpointId[]
  /** Everybody whom the scenario knows, those that start later included. */
  readonly declared: readonly NodeId[]
}

/** Whom to ask in next: the first that the scenario declares for later, otherwise the next number after the highest ever used. */
export function suggestedJoiner({ nodes, left, clients, declared }: Membership): NodeId {
  const later = declared.find((name) => !nodes.includes(name) && !left.has(name))
  if (later !== undefined) return later
  const prefix = /^[A-Za-z_-]+/.exec(nodes[0] ?? 'n')![0]
  const numbers = [...nodes, ...left, ...clients].map((name) => new RegExp(`^${prefix}(\\d+)$`).exec(name)?.[1] ?? '0')
  return `${prefix}${Math.max(...numbers.map(Number)) + 1}`
}

/** Why no node at all can join, in a sentence; null when one can. */
export function noRoom({ engine, nodes }: Membership): string | null {
  return tooManyNodes(engine, nodes.length + 1)
}

/** Why a node cannot join under this name, in a sentence; null when it can. */
export function nameRefusal(name: string, { nodes, clients }: Membership): string | null {
  if (nodes.includes(name)) return `${name} takes part already.`
  if (clients.includes(name)) return `${name} is a client.`
  return endpointName.safeParse(name).success ? null : 'A name begins with a letter and has at most 16 letters, digits, - and _.'
}
