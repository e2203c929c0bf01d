import { connect } from 'node:net'
import type { NodeId } from '../../../src-shared/ids'
import type { DropCause } from '../../../src-shared/events'
import type { FrameHeader, HelloBody } from '../../../src-shared/wire/frame'
import { FrameError } from '../../../src-shared/wire/frame-codec'
import { createBackoff } from '../../node-core/backoff'
import type { Backoff } from '../../node-core/backoff'
import { FrameSocket } from './frame-socket'
import { encodeHello, readHello } from './hello'

const RECONNECT_FIRST_MS = 10
const RECONNECT_MAX_MS = 500

export interface PeerLinkOptions {
  readonly peer: NodeId
  /** Loopback port of the proxy of the link to the peer. */
  readonly port: number
  readonly hello: HelloBody
  readonly random: () => number
  /** The peer greeted (true), or the connection on which it had done so is gone. */
  readonly onGreeted: (greeted: boolean) => void
}

/**
 * The outgoing link to one peer. Frames may leave as soon as there is a connection; that the peer itself is behind it (and not just
 * a proxy) is known when its hello comes back. Without a connection frames are dropped, not kept: stale messages help nobody.
 */
export class PeerLink {
  /** Frames offered to this link since boot, dropped ones included: the number of the newest frame. */
  frames = 0
  private socket: FrameSocket | null = null
  private connected = false
  private greeted = false
  private closed = false
  private retry: NodeJS.Timeout | null = null
  private readonly backoff: Backoff

  constructor(private readonly options: PeerLinkOptions) {
    this.backoff = createBackoff(RECONNECT_FIRST_MS, RECONNECT_MAX_MS, options.random)
  }

  get queuedBytes(): number {
    return this.socket?.queuedBytes ?? 0
  }

  /** Connects, and again whenever the connection is lost, until {@link close}. */
  connect(): void {
    this.retry = null
    const { port, hello } = this.options
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('connect', () => {
      this.connected = true
      socket.write(encodeHello(hello))
    })
    this.socket = new FrameSocket(socket, {
      onFrame: (bytes, start, end) => this.greet(readHello(hello.secret, bytes, start, end)),
      onCorrupt: () => this.socket?.close(new FrameError('bad-body', 'the hello is damaged')),
      onClose: () => this.disconnected()
    })
  }

  /** Makes the next attempt at once, where one is being waited for. */
  retryNow(): void {
    if (!this.retry || this.closed) return
    clearTimeout(this.retry)
    this.connect()
  }

  /** Queues a frame; says why where it could not. */
  append(header: FrameHeader, body: Uint8Array): DropCause | null {
    if (!this.connected) return 'not-connected'
    return this.socket!.append(header, body) ? null : 'sender-queue-full'
  }

  /** Writes what was queued in one piece. */
  flush(): void {
    this.socket?.flush()
  }

  close(): void {
    this.closed = true
    if (this.retry) clearTimeout(this.retry)
    this.socket?.close()
  }

  private greet(hello: HelloBody): void {
    if (this.greeted) throw new FrameError('bad-header', 'a peer only greets here; what it says comes over its own link')
    if (hello.from !== this.options.peer)
      throw new FrameError('bad-body', `${hello.from} answers where ${this.options.peer} should`)
    this.greeted = true
    this.backoff.reset()
    this.options.onGreeted(true)
  }

  private disconnected(): void {
    this.socket = null
    this.connected = false
    if (this.greeted && !this.closed) this.options.onGreeted(false)
    this.greeted = false
    if (!this.closed) this.retry = setTimeout(() => this.connect(), this.backoff.next_ms())
  }
}
