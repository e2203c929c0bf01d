import { connect } from 'node:net'
import type { ClientConnection, ConnectionHandlers } from '../../src-shared/client-connection'
import type { NodeId } from '../../src-shared/ids'
import { clientReplySchema } from '../../src-shared/wire/client-messages'
import type { ClientReplyBody, ClientRequestBody } from '../../src-shared/wire/client-messages'
import { FRAME_KINDS } from '../../src-shared/wire/frame'
import type { HelloBody } from '../../src-shared/wire/frame'
import { FrameError, packBody, plausibleHeader, readFrameBody, readFrameHeader } from '../../src-shared/wire/frame-codec'
import type { FrameVisitor } from '../../src-shared/wire/frame-reader'
import { createBackoff } from '../../src-node/node-core/backoff'
import type { Backoff } from '../../src-node/node-core/backoff'
import { FrameSocket, frameBytes } from '../../src-node/runtime/network/frame-socket'
import { encodeHello, readHello } from '../../src-node/runtime/network/hello'
import type { Tracer } from '../../src-node/node-core/tracer'

/** Time for connecting and the node's hello; a link that swallows them must not hold the connection for ever. */
const HANDSHAKE_MAX_MS = 5_000
const RECONNECT_FIRST_MS = 10
const RECONNECT_MAX_MS = 500

export interface SocketConnectionOptions extends ConnectionHandlers {
  readonly node: NodeId
  /** Loopback port of the proxy of the link to the node. */
  readonly port: number
  readonly hello: HelloBody
  readonly random: () => number
  readonly tracer: Tracer
}

/** A client's connection over a socket, through the proxy of its link. A tick's requests leave in one write. */
export class SocketConnection implements ClientConnection {
  private socket: FrameSocket | null = null
  /** The node, and not just its proxy, has answered: requests sent now can arrive. */
  private greeted = false
  /** Boot number of the node that greeted. */
  private boot = 0
  /** Number of the newest frame, over all connections. */
  private frames = 0
  private flush_scheduled = false
  private timer: NodeJS.Timeout | null = null
  private closed = false
  private readonly backoff: Backoff

  constructor(private readonly options: SocketConnectionOptions) {
    this.backoff = createBackoff(RECONNECT_FIRST_MS, RECONNECT_MAX_MS, options.random)
    this.open()
  }

  get isUp(): boolean {
    return this.greeted
  }

  /** Sends the request with this tick's batch. */
  send(request: ClientRequestBody): boolean {
    if (!this.greeted) return false
    const { node, tracer } = this.options
    const body = packBody(request)
    const header = tracer.stamp(FRAME_KINDS.request, 0, ++this.frames)
    const queued = this.socket!.append(header, body)
    const frame = { type: 'request', bytes: frameBytes(header, body), body: request }
    tracer.sent(node, header, frame, queued ? null : 'sender-queue-full')
    if (queued) this.scheduleFlush()
    return queued
  }

  close(): void {
    this.closed = true
    if (this.timer) clearTimeout(this.timer)
    this.socket?.close()
  }

  private open(): void {
    const { port, hello, node, tracer } = this.options
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('connect', () => socket.write(encodeHello(hello)))
    this.timer = setTimeout(() => this.socket?.close(), HANDSHAKE_MAX_MS)
    this.socket = new FrameSocket(socket, {
      onFrame: (bytes, start, end) =>
        this.greeted ? this.read(bytes, start, end) : this.greet(readHello(hello.secret, bytes, start, end)),
      // As good as lost: the try runs into its timeout.
      onCorrupt: (bytes, start, end) => tracer.corrupt(node, this.boot, plausibleHeader(bytes, start, end)),
      onClose: () => this.disconnected()
    })
  }

  private greet(hello: HelloBody): void {
    const { node } = this.options
    if (hello.from !== node) throw new FrameError('bad-body', `${hello.from} answers where ${node} should`)
    if (this.timer) clearTimeout(this.timer)
    this.boot = hello.boot
    this.greeted = true
    this.backoff.reset()
  }

  private disconnected(): void {
    const was_up = this.greeted
    this.greeted = false
    this.socket = null
    if (this.timer) clearTimeout(this.timer)
    if (this.closed) return
    this.timer = setTimeout(() => this.open(), Math.ceil(this.backoff.next_ms()))
    if (was_up) this.options.onDown()
  }

  private scheduleFlush(): void {
    if (this.flush_scheduled) return
    this.flush_scheduled = true
    setImmediate(() => {
      this.flush_scheduled = false
      this.socket?.flush()
    })
  }

  private read(...[bytes, start, end]: Parameters<FrameVisitor>): void {
    const { node, tracer, onReply } = this.options
    const header = readFrameHeader(bytes, start, end)
    if (header.kind !== FRAME_KINDS.reply) throw new FrameError('bad-header', `${node} sent a client something that is no reply`)
    const body = readReply(bytes, start, end)
    // As good as lost.
    if (body === null) return tracer.malformed(node, header)
    tracer.received(node, header, 'reply')
    onReply(body)
  }
}

/** null: what the frame carries is no reply. */
function readReply(...[bytes, start, end]: Parameters<FrameVisitor>): ClientReplyBody | null {
  try {
    return clientReplySchema.parse(readFrameBody(bytes, start, end))
  } catch {
    return null
  }
}
