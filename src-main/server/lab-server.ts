import { createServer } from 'node:http'
import type { Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import * as parser from 'socket.io-msgpack-parser'
import type { RoomDesk } from '../../src-shared/room/room-api'
import { Access } from './access'
import { httpPages, TAB_PATH } from './http-pages'
import type { LabPort } from './lab-port'
import type { PageServer } from './page-server'
import { RoomListener } from './room/room-listener'
import { RoomPages } from './room/room-pages'
import { servePages } from './socket-pages'

/** Longest message from a page. A scenario's text is the largest thing that one sends. */
const MESSAGE_BYTES_MAX = 1024 * 1024
const CONNECT_TIMEOUT_MS = 10_000

export interface LabServerOptions {
  readonly lab: LabPort
  /** 0: any free port. */
  readonly port: number
  /** Folder of the built page. */
  readonly pageFolder: string
  /** Folder of the lab in a browser's tab, for participants to have one of their own; null: it was not built. */
  readonly tabFolder?: string | null
  /** Folder whose files pages may download. */
  readonly recordingsFolder: string
  /** Let others in the room join with a code, over all of this machine's addresses, from the start on. */
  readonly open?: boolean
}

/** The port cannot be listened on; the message is one sentence for a person. */
export class PortError extends Error {
  override readonly name = 'PortError'
}

/** A lab on loopback and, while it is open to the room, on the room's network. */
export interface LabServer {
  readonly port: number
  /** The page's address with this start's token. */
  readonly url: string
  /** How others in the room join; null unless open. */
  readonly join: RoomDesk['join']
  /** Pages that are connected now. */
  pages(): number
  /** Ends all connections and stops listening. */
  close(): Promise<void>
}

/** Serves the page, its socket and recordings. Throws {@link PortError} when the port is taken or forbidden. */
export async function startLabServer(options: LabServerOptions): Promise<LabServer> {
  const { lab, pageFolder, tabFolder = null, recordingsFolder, open = false } = options
  const access = new Access()
  let port = 0
  const http = createServer()
  const io: PageServer = new Server(http, {
    parser,
    serveClient: false,
    transports: ['websocket'],
    maxHttpBufferSize: MESSAGE_BYTES_MAX,
    connectTimeout: CONNECT_TIMEOUT_MS,
    allowRequest: ({ headers }, decide) =>
      decide(null, access.isOwnHost(headers.host, port) && access.isOwnOrigin(headers.origin, port))
  })
  const room = new RoomPages({ io, access, listener: new RoomListener(http), port: () => port, tab: tabFolder && TAB_PATH })
  http.on(
    'request',
    httpPages({ access, lab, pageFolder, tabFolder, recordingsFolder, port: () => port, shown: () => room.shown })
  )
  const stopPages = servePages(io, lab, room)
  port = await listen(http, options.port).catch((error: unknown) => {
    stopPages()
    throw error
  })
  if (open) await room.open()
  return {
    port,
    url: `http://127.0.0.1:${port}/?token=${access.token}`,
    get join() {
      return room.join
    },
    pages: () => io.engine.clientsCount,
    async close() {
      stopPages()
      room.stop()
      http.closeAllConnections()
      await io.close()
    }
  }
}

function listen(http: HttpServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, port)))
    http.listen(port, '127.0.0.1', () => resolve((http.address() as AddressInfo).port))
  })
}

function portError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new PortError(`Port ${port} is taken by another program: choose another one, or 0 for any free port.`)
  if (error.code === 'EACCES')
    return new PortError(`Port ${port} may not be used by this user: choose one above 1023, or 0 for any free port.`)
  return error
}
