import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { Server as HttpServer } from 'node:http'

/** Listens at addresses of the room's network, and hands what connects there to the server on loopback. */
export class RoomListener {
  readonly #servers: Server[] = []
  readonly #sockets = new Set<Socket>()

  constructor(private readonly http: HttpServer) {}

  /** At this port of each address, or any other one where that is taken. Answers with `host:port` of each; those that cannot be had are left out. */
  async open(addresses: readonly string[], port: number): Promise<string[]> {
    const opened = await Promise.all(
      addresses.map((address) =>
        this.listen(address, port)
          .catch(() => this.listen(address, 0))
          .catch(() => null)
      )
    )
    return opened.filter((host) => host !== null)
  }

  /** Ends the listening, and every connection that came by it. */
  close(): void {
    for (const server of this.#servers.splice(0)) server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  private listen(address: string, port: number): Promise<string> {
    const server = createServer((socket) => this.take(socket))
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, address, () => {
        this.#servers.push(server)
        resolve(`${address}:${(server.address() as AddressInfo).port}`)
      })
    })
  }

  private take(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    this.http.emit('connection', socket)
  }
}
