/** What a workload's client needs of its way to a node, whichever engine carries it. */
import type { ClientId, NodeId } from './ids'
import type { ClientReplyBody, ClientRequestBody } from './wire/client-messages'

/** What comes back over a client's connection; never called from within a call of the client's own. */
export interface ConnectionHandlers {
  readonly onReply: (body: ClientReplyBody) => void
  /** The connection broke: no answer to what was sent over it will come. */
  readonly onDown: () => void
}

/** One client's connection to one node. It connects, and again whenever it is lost, until it is closed. */
export interface ClientConnection {
  /** The node itself has answered: requests sent now can arrive. */
  readonly isUp: boolean
  /** False: the request did not leave and never will. */
  send(request: ClientRequestBody): boolean
  /** Ends the connection for good. */
  close(): void
}

/** Opens a client's connection to a node. */
export type Connect = (client: ClientId, node: NodeId, handlers: ConnectionHandlers) => ClientConnection
