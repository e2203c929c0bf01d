/** A node's name, for example `n1` or `A`: letters, digits, `-` and `_`. */
export type NodeId = string

/** A client's name, for example `c1`. Clients and nodes share one name space on the network. */
export type ClientId = string

/** Whatever sits at the end of a link. */
export type EndpointId = NodeId | ClientId

/** A directed link, written `from>to`. */
export type LinkId = `${EndpointId}>${EndpointId}`

/** The link that carries messages from `from` to `to`. */
export function linkId(from: EndpointId, to: EndpointId): LinkId {
  return `${from}>${to}`
}

/** The two ends of a link, sender first. */
export function linkEnds(link: LinkId): [from: EndpointId, to: EndpointId] {
  const at = link.indexOf('>')
  return [link.slice(0, at), link.slice(at + 1)]
}

/** The directed links among these nodes, and between them and these clients. */
export function linksAmong(nodes: readonly string[], clients: readonly string[]): LinkId[] {
  const between_nodes = nodes.flatMap((from) => nodes.flatMap((to) => (from === to ? [] : linkId(from, to))))
  const of_clients = clients.flatMap((client) => nodes.flatMap((node) => [linkId(client, node), linkId(node, client)]))
  return [...between_nodes, ...of_clients]
}

/** Names one operation of a history. */
export interface OperationRef {
  readonly client: ClientId
  readonly op: number
}
