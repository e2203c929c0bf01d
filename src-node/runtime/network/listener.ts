import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { HelloBody } from '../../../src-shared/wire/frame'
import type { FrameVisitor } from '../../../src-shared/wire/frame-reader'
import { FrameError } from '../../../src-shared/wire/frame-codec'
import { FrameSocket } from './frame-socket'
import { encodeHello, readHello } from './hello'

const CONNECTIONS_MAX = 1024
/** A connection that has not said hello by then is closed. */
const HELLO_WITHIN_MS = 5_000

/** A connection whose other end has said who it is. */
export interface Connection {
  readonly from: string
  readonly boot: number
  readonly socket: FrameSocket
}

export interface ListenerOptions {
  readonly hello: HelloBody
  /** The other end has said hello. */
  readonly onOpen: (connection: Connection) => void
  /** Frames after the hello. Throwing closes that connection. */
  readonly onFrame: (connection: Connection, ...frame: Parameters<FrameVisitor>) => void
  readonly onCorrupt: (connection: Connection, ...frame: Parameters<FrameVisitor>) => void
  /** `error` is null where the other end simply left. */
  readonly onClose: (connection: Connection, error: Error | null) => void
  /** A connection was closed before it said a proper hello. */
  readonly onUnknownPeer: (error: Error) => void
}

/** Accepts connections from peers and clients on loopback. */
export class Listener {
  private readonly server: Server
  private readonly sockets = new Set<Socket>()

  constructor(private readonly options: ListenerOptions) {
    this.server = createServer((socket) => this.accept(socket))
    this.server.maxConnections = CONNECTIONS_MAX
  }

  /** Listens on the port (0: any free one) and says which it is. Rejects where the port cannot be had. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.on('error', reject)
      this.server.listen(port, '127.0.0.1', () => resolve((this.server.address() as AddressInfo).port))
    })
  }

  close(): void {
    this.server.close()
    for (const socket of this.sockets) socket.destroy()
  }

  private accept(socket: Socket): void {
    const { hello, onOpen, onFrame, onCorrupt, onClose, onUnknownPeer } = this.options
    let connection: Connection | null = null
    const deadline = setTimeout(() => frames.close(new Error('no hello in time')), HELLO_WITHIN_MS)
    this.sockets.add(socket)

    const frames: FrameSocket = new FrameSocket(socket, {
      onFrame(bytes, start, end) {
        if (connection) return onFrame(connection, bytes, start, end)
        const { from, boot } = readHello(hello.secret, bytes, start, end)
        connection = { from, boot, socket: frames }
        clearTimeout(deadline)
        socket.write(encodeHello(hello))
        onOpen(connection)
      },
      onCorrupt(bytes, start, end) {
        if (!connection) throw new FrameError('bad-body', 'the hello is damaged')
        onCorrupt(connection, bytes, start, end)
      },
      onClose: (error) => {
        clearTimeout(deadline)
        this.sockets.delete(socket)
        if (connection) onClose(connection, error)
        else if (error) onUnknownPeer(error)
      }
    })
  }
}
