import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import * as parser from 'socket.io-msgpack-parser'
import type { PageToServer, ServerToPage } from '../../../src-shared/lab-api'
import { ANSWER_TIMEOUT_MS } from './labLink'
import type { LabLink, LabListener } from './labLink'

/** To the lab that serves this page. Reconnects by itself, a little later each time, at most two seconds apart. */
export function openSocket(token: string, listener: LabListener): LabLink {
  const socket: Socket<ServerToPage, PageToServer> = io({
    auth: { token },
    parser,
    transports: ['websocket'],
    reconnectionDelay: 200,
    reconnectionDelayMax: 2000
  })
  socket.on('hello', listener.onHello)
  socket.on('state', listener.onState)
  socket.on('events', listener.onEvents)
  socket.on('disconnect', listener.onLost)
  // Without `active` the server said no, and the socket will not try again by itself.
  socket.on('connect_error', () => (socket.active ? listener.onLost() : listener.onRefused()))
  return {
    get connected() {
      return socket.connected
    },
    ask: (command) => socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck('command', command)
  }
}
