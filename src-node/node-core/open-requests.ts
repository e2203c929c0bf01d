import { OPEN_REQUESTS_MAX } from '../../src-shared/wire/client-messages'

/** Frame numbers remembered per connection, at first and at most: how far a duplicated frame may trail its first copy. */
const REMEMBERED_FRAMES = 128
const REMEMBERED_FRAMES_MAX = 10_000

interface OpenRequest<Connection> {
  readonly connection: Connection
  /** The client's own name for the request. */
  readonly id: number
}

/** What is known of one client's connection. */
interface Client {
  /** Requests that wait for their reply. */
  readonly open: Set<number>
  /** The newest frames received, each at the place of its number modulo the length; 0: none, since they count from 1. */
  frames: Uint32Array
}

/** Requests that wait for their reply: which connection, and under which name the client knows them. */
export class OpenRequests<Connection extends object> {
  private readonly open = new Map<number, OpenRequest<Connection>>()
  private readonly clients = new Map<Connection, Client>()
  private newest = 0

  get count(): number {
    return this.open.size
  }

  /**
   * Whether frame `n` came before. A frame that the network duplicated must not be handled twice: the first copy may be turned
   * away ("certainly not applied") by a follower that leads, and applies, when the second comes.
   */
  isRepeated(connection: Connection, n: number): boolean {
    const client = this.client(connection)
    if (n >= client.frames.length) client.frames = withRoomFor(n, client.frames)
    const { frames } = client
    const place = n % frames.length
    if (frames[place] === n) return true
    frames[place] = n
    return false
  }

  /** Registers a request and names it for the protocol; null if the connection has too many open. */
  add(connection: Connection, id: number): number | null {
    const { open } = this.client(connection)
    if (open.size >= OPEN_REQUESTS_MAX) return null
    const request = ++this.newest
    open.add(request)
    this.open.set(request, { connection, id })
    return request
  }

  /** Takes a request out to answer it; undefined if its client has left (or it was answered). */
  take(request: number): OpenRequest<Connection> | undefined {
    const found = this.open.get(request)
    if (!found) return undefined
    this.open.delete(request)
    this.clients.get(found.connection)!.open.delete(request)
    return found
  }

  /** The client has left: its requests go unanswered. */
  drop(connection: Connection): void {
    for (const request of this.clients.get(connection)?.open ?? []) this.open.delete(request)
    this.clients.delete(connection)
  }

  private client(connection: Connection): Client {
    const known = this.clients.get(connection)
    if (known) return known
    const client = { open: new Set<number>(), frames: new Uint32Array(REMEMBERED_FRAMES) }
    this.clients.set(connection, client)
    return client
  }
}

/** Longer, up to the bound: until then every frame is at the place of its number itself. */
function withRoomFor(n: number, frames: Uint32Array): Uint32Array {
  if (frames.length === REMEMBERED_FRAMES_MAX) return frames
  const longer = new Uint32Array(Math.min(2 * n, REMEMBERED_FRAMES_MAX))
  longer.set(frames)
  return longer
}
