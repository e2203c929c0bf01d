import { inflateSync } from 'fflate'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import * as parser from 'socket.io-msgpack-parser'
import type { CommandAnswer, PageToServer, ServerToPage } from '../../../src-shared/lab-api'
import { ARCHIVE_UPLOAD_PATH } from '../../../src-shared/recording-archive'
import type { PageToRoom, RoomToPage } from '../../../src-shared/room/room-api'
import { ANSWER_TIMEOUT_MS } from './labLink'
import type { LabLink, LabListener } from './labLink'
import { participantKey } from './participantKey'

/** To the lab that serves this page. Reconnects by itself, a little later each time, at most two seconds apart. */
export function openSocket(token: string, listener: LabListener): LabLink {
  const socket: Socket<ServerToPage & RoomToPage, PageToServer & PageToRoom> = io({
    auth: { token, participant: participantKey() },
    parser,
    transports: ['websocket'],
    reconnectionDelay: 200,
    reconnectionDelayMax: 2000
  })
  socket.on('hello', listener.onHello)
  socket.on('state', listener.onState)
  socket.on('events', listener.onEvents)
  socket.on('packed-events', (run, batch) => listener.onEvents(run, inflateSync(new Uint8Array(batch))))
  socket.on('room', listener.room.onState)
  socket.on('room-place', listener.room.onPlace)
  socket.on('room-self', listener.room.onSelf)
  socket.on('room-desk', listener.room.onDesk)
  // The server ended it, as it does when the room is closed: it says why when it is asked once more.
  socket.on('disconnect', (reason) => {
    listener.onLost()
    if (reason === 'io server disconnect') socket.connect()
  })
  // Without `active` the server said no, and the socket will not try again by itself.
  socket.on('connect_error', ({ message }) => (socket.active ? listener.onLost() : listener.onRefused(message)))
  return {
    get connected() {
      return socket.connected
    },
    // This page's own address ends with its lab, and admits whoever has it. A scheme of the program's own needs no quotes in a shell,
    // and what follows it is what the address of any lab in a tab takes.
    link_base: 'netsplit:',
    ask: (command) => socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck('command', command),
    importRecording: upload,
    askRoom: (request) => socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck('room', request)
  }
}

/** A message of the socket is too short for a file. */
async function upload(file: File): Promise<CommandAnswer> {
  const response = await fetch(`${ARCHIVE_UPLOAD_PATH}?name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file })
  if (response.ok) return (await response.json()) as CommandAnswer
  return { ok: false, error: (await response.text()).trim() }
}
