import type { ClientConnection, ConnectionHandlers } from '../../../src-shared/client-connection'
import type { ClientId, NodeId } from '../../../src-shared/ids'
import type { Random } from '../../../src-shared/random'
import type { Scheduler } from '../../../src-shared/scheduler'
import type { ClientReplyBody, ClientRequestBody } from '../../../src-shared/wire/client-messages'
import { FRAME_KINDS } from '../../../src-shared/wire/frame'
import type { Tracer } from '../../node-core/tracer'
import { Dialer } from './dialer'
import { frameBytes } from './frame'
import type { Frame } from './frame'
import type { Network } from './network'

/** Time for connecting and the node's hello; a link that swallows them must not hold the connection for ever. */
const HANDSHAKE_MAX_US = 5_000_000

export interface SimulatedClientOptions extends ConnectionHandlers {
  readonly network: Network
  readonly client: ClientId
  readonly node: NodeId
  readonly scheduler: Scheduler
  readonly random: Random
  readonly tracer: Tracer
}

/** A client's connection to a node in virtual time; see `SocketConnection`. */
export class SimulatedClientConnection implements ClientConnection {
  private readonly dialer: Dialer

  constructor(private readonly options: SimulatedClientOptions) {
    const { network, client, node, scheduler, random } = options
    this.dialer = new Dialer({
      network,
      from: client,
      to: node,
      scheduler,
      random,
      greeted_within_us: HANDSHAKE_MAX_US,
      turn: (run) => run(),
      onGreeted: (greeted) => {
        if (!greeted) options.onDown()
      },
      onFrame: (frame, is_corrupt) => this.receive(frame, is_corrupt)
    })
    this.dialer.connect()
  }

  get isUp(): boolean {
    return this.dialer.greeted_boot !== null
  }

  send(request: ClientRequestBody): boolean {
    if (!this.isUp) return false
    const { node, tracer } = this.options
    const header = tracer.stamp(FRAME_KINDS.request, 0, ++this.dialer.frames)
    const frame = { header, type: 'request', body: request, bytes: frameBytes(request, 0) }
    tracer.sent(node, header, frame, null)
    this.dialer.send(frame)
    return true
  }

  close(): void {
    this.dialer.close()
  }

  private receive({ header, body }: Frame, is_corrupt: boolean): void {
    const { node, tracer, onReply } = this.options
    if (is_corrupt) return tracer.corrupt(node, header.boot, header)
    if (body === undefined) return tracer.malformed(node, header)
    tracer.received(node, header, 'reply')
    onReply(body as ClientReplyBody)
  }
}
