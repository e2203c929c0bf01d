import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import * as parser from 'socket.io-msgpack-parser'
import type { PageToServer, ServerToPage } from '../../../src-shared/lab-api'

export type LabSocket = Socket<ServerToPage, PageToServer>

/** The page's one way to the lab that serves it. Reconnects by itself, a little later each time, at most two seconds apart. */
export function openSocket(token: string): LabSocket {
  return io({
    auth: { token },
    parser,
    transports: ['websocket'],
    reconnectionDelay: 200,
    reconnectionDelayMax: 2000
  })
}
