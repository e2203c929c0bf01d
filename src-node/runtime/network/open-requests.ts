import { OPEN_REQUESTS_MAX } from '../../../src-shared/wire/client-messages'
import type { Connection } from './listener'

interface OpenRequest {
  readonly connection: Connection
  /** The client's own name for the request. */
  readonly id: number
}

/** Requests that wait for their reply: which connection, and under which name the client knows them. */
export class OpenRequests {
  private readonly open = new Map<number, OpenRequest>()
  private readonly by_connection = new Map<Connection, Set<number>>()
  private newest = 0

  get count(): number {
    return this.open.size
  }

  /** Registers a request and names it for the protocol; null if the connection has too many open. */
  add(connection: Connection, id: number): number | null {
    let numbers = this.by_connection.get(connection)
    if (!numbers) this.by_connection.set(connection, (numbers = new Set()))
    if (numbers.size >= OPEN_REQUESTS_MAX) return null
    const request = ++this.newest
    numbers.add(request)
    this.open.set(request, { connection, id })
    return request
  }

  /** Takes a request out to answer it; undefined if its client has left (or it was answered). */
  take(request: number): OpenRequest | undefined {
    const found = this.open.get(request)
    if (!found) return undefined
    this.open.delete(request)
    this.by_connection.get(found.connection)!.delete(request)
    return found
  }

  /** The client has left: its requests go unanswered. */
  drop(connection: Connection): void {
    for (const request of this.by_connection.get(connection) ?? []) this.open.delete(request)
    this.by_connection.delete(connection)
  }
}
