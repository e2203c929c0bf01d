import type { NodeId } from '../../../src-shared/ids'
import type { DropCause } from '../../../src-shared/events'
import type { ClientReplyBody } from '../../../src-shared/wire/client-messages'
import { clientRequestSchema } from '../../../src-shared/wire/client-messages'
import type { FrameHeader } from '../../../src-shared/wire/frame'
import { FRAME_KINDS } from '../../../src-shared/wire/frame'
import { FrameError, packBody, plausibleHeader, readFrameBody, readFrameHeader } from '../../../src-shared/wire/frame-codec'
import type { TransportCounters } from '../../node-core/sampler'
import type { ClientReply, Input, ProtocolMessage } from '../../protocols/contract'
import { frameBytes } from './frame-socket'
import { Listener } from './listener'
import type { Connection } from './listener'
import { OpenRequests } from '../../node-core/open-requests'
import { PeerLink } from './peer-link'
import type { TracedFrame, Tracer } from '../../node-core/tracer'

export interface TransportOptions {
  readonly node: NodeId
  readonly boot: number
  /** Of the run: who does not know it is refused. */
  readonly secret: string
  /** Where the link to each peer begins. */
  readonly peer_ports: Readonly<Record<NodeId, number>>
  /** Everybody who takes part or did. */
  readonly ever: readonly NodeId[]
  /** The protocol's message names; the position is the code on the wire. */
  readonly message_types: readonly string[]
  readonly tracer: Tracer
  readonly random: () => number
  readonly onInput: (input: Input<ProtocolMessage>) => void
  /** Something a person may want to know: a hostile frame, a stranger. */
  readonly onProtocolError: (text: string) => void
}

/** A node's network: links to its peers, connections from peers and clients. Frames gather until {@link flush}. */
export class Transport {
  readonly counters: TransportCounters = { frames_sent: 0, frames_received: 0, frames_corrupt: 0, frames_dropped: {} }
  private readonly listener: Listener
  private readonly links = new Map<NodeId, PeerLink>()
  private readonly requests = new OpenRequests<Connection>()
  /** Peers that have left. */
  private readonly gone = new Set<NodeId>()
  /** Client connections with replies to flush. */
  private readonly answered = new Set<Connection>()
  /** Frames sent to each client since boot. */
  private readonly client_frames = new Map<string, number>()
  private readonly type_codes: ReadonlyMap<string, number>
  /** The message sent last in this tick, and its bytes. */
  private packed: { readonly message: ProtocolMessage; readonly body: Uint8Array } | null = null

  constructor(private readonly options: TransportOptions) {
    this.type_codes = new Map(options.message_types.map((type, code) => [type, code]))
    for (const [peer, port] of Object.entries(options.peer_ports)) this.addPeer(peer, port)
    for (const peer of options.ever) if (!this.links.has(peer)) this.gone.add(peer)
    this.listener = new Listener({
      hello: { from: options.node, boot: options.boot, secret: options.secret },
      // A peer that has come (back) to life should not wait for this node's next attempt.
      onOpen: ({ from }) => this.links.get(from)?.retryNow(),
      onFrame: (connection, ...frame) => this.receive(connection, ...frame),
      onCorrupt: (connection, ...frame) => this.receiveCorrupt(connection, ...frame),
      onClose: (connection, error) => this.disconnected(connection, error),
      onUnknownPeer: (error) => options.onProtocolError(`a connection was closed: ${error.message}`)
    })
  }

  /** Opens the port; see {@link Listener.listen}. */
  listen(port: number): Promise<number> {
    return this.listener.listen(port)
  }

  /** Begins to connect to the peers, again and again where it must. */
  connect(): void {
    for (const link of this.links.values()) link.connect()
  }

  /** Where the link to each peer begins from now on: connects to new ones and lets go of those that are not named. */
  setPeers(ports: Readonly<Record<NodeId, number>>): void {
    for (const [peer, link] of this.links) {
      if (ports[peer] !== undefined) continue
      link.close()
      this.links.delete(peer)
      this.gone.add(peer)
    }
    for (const [peer, port] of Object.entries(ports)) {
      this.gone.delete(peer)
      if (!this.links.has(peer)) this.addPeer(peer, port).connect()
    }
  }

  send(to: NodeId, message: ProtocolMessage): void {
    const link = this.links.get(to)
    const code = this.type_codes.get(message.type)
    // It has left, and the protocol may not know yet.
    if (this.gone.has(to)) return
    if (!link || code === undefined) throw new Error(`cannot send ${message.type} to ${to}: the run has no such node or message`)
    const body = this.pack(message)
    const header = this.options.tracer.stamp(FRAME_KINDS.message, code, ++link.frames)
    this.account(to, header, { type: message.type, bytes: frameBytes(header, body), body: message }, link.append(header, body))
  }

  reply(request: number, reply: ClientReply): void {
    const open = this.requests.take(request)
    if (open) this.answer(open.connection, { id: open.id, reply })
  }

  /** Writes everything queued: one write per socket. */
  flush(): void {
    this.packed = null
    for (const link of this.links.values()) link.flush()
    for (const connection of this.answered) connection.socket.flush()
    this.answered.clear()
  }

  /** Bytes waiting in the links to peers. */
  get queuedBytes(): number {
    let bytes = 0
    for (const link of this.links.values()) bytes += link.queuedBytes
    return bytes
  }

  get openRequests(): number {
    return this.requests.count
  }

  close(): void {
    for (const link of this.links.values()) link.close()
    this.listener.close()
  }

  private addPeer(peer: NodeId, port: number): PeerLink {
    const link = this.createLink(peer, port)
    this.links.set(peer, link)
    return link
  }

  private createLink(peer: NodeId, port: number): PeerLink {
    const { node, boot, secret, random, onInput } = this.options
    const onGreeted = (connected: boolean) => onInput({ kind: 'peer', peer, connected })
    return new PeerLink({ peer, port, hello: { from: node, boot, secret }, random, onGreeted })
  }

  private answer(connection: Connection, body: ClientReplyBody): void {
    const n = (this.client_frames.get(connection.from) ?? 0) + 1
    this.client_frames.set(connection.from, n)
    const packed = packBody(body)
    const header = this.options.tracer.stamp(FRAME_KINDS.reply, 0, n)
    const queued = connection.socket.append(header, packed)
    this.account(
      connection.from,
      header,
      { type: 'reply', bytes: frameBytes(header, packed), body },
      queued ? null : 'sender-queue-full'
    )
    this.answered.add(connection)
  }

  /** A leader sends several peers the same message, one after the other: it is packed once. */
  private pack(message: ProtocolMessage): Uint8Array {
    if (this.packed?.message !== message) this.packed = { message, body: packBody(message) }
    return this.packed.body
  }

  private account(to: string, header: FrameHeader, frame: TracedFrame, dropped: DropCause | null): void {
    const { counters } = this
    counters.frames_sent++
    if (dropped) counters.frames_dropped[dropped] = (counters.frames_dropped[dropped] ?? 0) + 1
    this.options.tracer.sent(to, header, frame, dropped)
  }

  private receive(connection: Connection, bytes: Uint8Array, start: number, end: number): void {
    const header = readFrameHeader(bytes, start, end)
    try {
      if (this.links.has(connection.from)) this.receiveMessage(connection, header, readFrameBody(bytes, start, end))
      else this.receiveRequest(connection, header, readFrameBody(bytes, start, end))
    } catch (error) {
      if (!(error instanceof FrameError) || error.code !== 'bad-body') throw error
      this.counters.frames_corrupt++
      this.options.tracer.malformed(connection.from, header)
    }
  }

  private receiveMessage({ from }: Connection, header: FrameHeader, body: unknown): void {
    const type = this.options.message_types[header.type_code]
    const message = body as ProtocolMessage | null
    if (header.kind !== FRAME_KINDS.message || type === undefined)
      throw new FrameError('bad-header', 'the frame is of no message of this protocol')
    if (message?.type !== type) throw new FrameError('bad-body', 'the frame carries another message than it says')
    this.counters.frames_received++
    this.options.tracer.received(from, header, type)
    this.options.onInput({ kind: 'message', from, message })
  }

  private receiveRequest(connection: Connection, header: FrameHeader, body: unknown): void {
    if (header.kind !== FRAME_KINDS.request) throw new FrameError('bad-header', 'the frame is no request')
    const parsed = clientRequestSchema.safeParse(body)
    if (!parsed.success) throw new FrameError('bad-body', 'the frame carries no request')
    this.counters.frames_received++
    this.options.tracer.received(connection.from, header, 'request')
    if (this.requests.isRepeated(connection, header.n)) return
    const { id, ...asked } = parsed.data
    const request = this.requests.add(connection, id)
    if (request !== null) return this.options.onInput({ kind: 'request', request: { request, ...asked } })
    this.answer(connection, { id, reply: { status: 'rejected', error: 'too many open requests on this connection' } })
    connection.socket.flush()
  }

  private receiveCorrupt({ from, boot }: Connection, bytes: Uint8Array, start: number, end: number): void {
    this.counters.frames_corrupt++
    this.options.tracer.corrupt(from, boot, plausibleHeader(bytes, start, end))
  }

  private disconnected(connection: Connection, error: Error | null): void {
    this.requests.drop(connection)
    this.answered.delete(connection)
    if (error instanceof FrameError)
      this.options.onProtocolError(`the connection from ${connection.from} was closed: ${error.message}`)
  }
}
