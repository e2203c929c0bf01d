import type { DefaultEventsMap, Server, Socket } from 'socket.io'
import type { z } from 'zod'
import type { PageToServer, ServerToPage } from '../../src-shared/lab-api'
import type { PageToRoom, RoomToPage } from '../../src-shared/room/room-api'
import type { Participant } from './room/participants'

interface PageData {
  /** null: it is the instructor's. */
  participant: Participant | null
}
type FromPage = PageToServer & PageToRoom
type ToPage = ServerToPage & RoomToPage

export type PageServer = Server<FromPage, ToPage, DefaultEventsMap, PageData>
export type Page = Socket<FromPage, ToPage, DefaultEventsMap, PageData>

/** Destroys the socket without a closing handshake, which a page that does not read would never answer. */
export function dropPage({ conn }: Page): void {
  conn.request.socket.destroy()
}

/** What is wrong with a message, and where. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]!
  const place = issue.path.join('.')
  return place ? `${place}: ${issue.message}` : issue.message
}
