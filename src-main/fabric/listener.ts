import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'

const HOST = '127.0.0.1'
/**
 * Listening ports are drawn below the ephemeral ranges of Linux (32768 and up), macOS and Windows (49152 and up), so that no
 * outgoing connection takes one while a link refuses and its port is closed.
 */
const PORT_MIN = 16_384
const PORT_MAX = 32_767
const ATTEMPTS_MAX = 200
const REOPEN_EVERY_MS = 20

/** A listening port that can be closed, so that connecting is really refused, and opened again under the same number. */
export class Listener {
  private server: Server | null = null
  private opening: Promise<void> | null = null
  private is_wanted = false
  private port_number = 0

  constructor(private readonly onConnection: (socket: Socket) => void) {}

  /** 0 before the first {@link open}. */
  get port(): number {
    return this.port_number
  }

  /** Listens: on any free port the first time, on the same one from then on. Rejects when that cannot be had. */
  open(): Promise<void> {
    this.is_wanted = true
    if (this.server) return Promise.resolve()
    this.opening ??= this.tryOpen().finally(() => (this.opening = null))
    return this.opening
  }

  /** From now on connecting is refused. Accepted connections live on. */
  close(): void {
    this.is_wanted = false
    this.server?.close()
    this.server = null
  }

  private async tryOpen(): Promise<void> {
    for (let attempt = 1; this.is_wanted; attempt++) {
      const port = this.port_number || PORT_MIN + Math.floor(Math.random() * (PORT_MAX - PORT_MIN))
      try {
        const server = await listen(port, this.onConnection)
        this.port_number = port
        if (this.is_wanted) this.server = server
        else server.close()
        return
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || attempt === ATTEMPTS_MAX) throw error
        if (this.port_number) await new Promise((resolve) => setTimeout(resolve, REOPEN_EVERY_MS))
      }
    }
  }
}

function listen(port: number, onConnection: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, onConnection)
    // After the promise is settled this merely keeps a failed accept from ending the process.
    server.on('error', reject)
    server.listen({ host: HOST, port }, () => resolve(server))
  })
}
