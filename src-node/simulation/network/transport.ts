import type { DropCause } from '../../../src-shared/events'
import { NODES_MAX } from '../../../src-shared/engine'
import type { EndpointId, NodeId } from '../../../src-shared/ids'
import type { Random } from '../../../src-shared/random'
import type { Scheduler } from '../../../src-shared/scheduler'
import type { ClientReplyBody, ClientRequestBody } from '../../../src-shared/wire/client-messages'
import { FRAME_KINDS } from '../../../src-shared/wire/frame'
import type { FrameHeader } from '../../../src-shared/wire/frame'
import type { ClientReply, Input, ProtocolMessage } from '../../protocols/contract'
import type { DriverTransport } from '../../node-core/driver'
import { CLOCK_SLOTS_MAX } from '../../node-core/logical-clock'
import type { Membership } from '../../node-core/membership'
import { OpenRequests } from '../../node-core/open-requests'
import type { Tracer } from '../../node-core/tracer'
import type { TransportCounters } from '../../node-core/sampler'
import type { Accepter, Connection } from './connection'
import { Dialer } from './dialer'
import { frameBytes } from './frame'
import type { Frame } from './frame'
import type { Network } from './network'

export interface SimulatedTransportOptions {
  readonly network: Network
  readonly node: NodeId
  readonly boot: number
  readonly members: Membership
  /** Whether messages travel on their own where the cluster is too large for a connection to each peer. */
  readonly datagrams: boolean
  /** The protocol's message names. */
  readonly message_types: readonly string[]
  readonly tracer: Tracer
  /** Time as this boot of the node lives it: nothing is called back after its end, and nothing while it is paused. */
  readonly scheduler: Scheduler
  readonly random: Random
  readonly isRunning: () => boolean
  /** Runs it when the node is awake. */
  readonly turn: (run: () => void) => void
  readonly onInput: (input: Input<ProtocolMessage>) => void
}

interface OutgoingMessage {
  readonly to: NodeId
  readonly message: ProtocolMessage
}

/** Messages that may wait for a connection that is made for them. */
const WAITING_MAX = 64

/** Nobody adds to it. */
const NONE: OutgoingMessage[] = []

/** A node's network in virtual time: connections to its peers, and those that peers and clients have to it. See `Transport`. */
export class SimulatedTransport implements DriverTransport, Accepter {
  readonly boot: number
  readonly counters: TransportCounters = { frames_sent: 0, frames_received: 0, frames_corrupt: 0, frames_dropped: {} }
  private readonly peers = new Map<NodeId, Dialer>()
  /** Messages that travelled on their own, since boot: the number of the newest. */
  private datagrams = 0
  /** Messages for peers with whom a connection is being made. */
  private readonly waiting = new Map<NodeId, ProtocolMessage[]>()
  private is_open = false
  private readonly requests = new OpenRequests<Connection>()
  /** Messages that leave with the next flush. */
  private outgoing: OutgoingMessage[] = NONE
  /** The message measured last, and its frame's length: a node often sends all others the same. */
  private measured: unknown = null
  private measured_bytes = 0
  /** Frames sent to each client since boot. */
  private readonly client_frames = new Map<string, number>()
  private readonly type_codes: ReadonlyMap<string, number>
  private readonly slots: number

  constructor(private readonly options: SimulatedTransportOptions) {
    this.boot = options.boot
    const places = options.members.ever.length
    this.slots = places <= CLOCK_SLOTS_MAX ? places : 0
    this.type_codes = new Map(options.message_types.map((type, code) => [type, code]))
    this.setPeers()
  }

  /** Begins to accept connections, and to connect to the peers. */
  open(): void {
    this.options.network.listen(this.options.node, this)
    for (const dialer of this.peers.values()) dialer.connect()
    this.is_open = true
  }

  /** The node is no more. What it has sent still arrives. */
  close(): void {
    this.options.network.stopListening(this.options.node, this)
    for (const dialer of this.peers.values()) dialer.close()
  }

  /**
   * Who takes part besides this node. Up to as many as run as processes it connects to them all, as those do; beyond that to each with
   * whom it has something to talk about, unless the protocol's messages travel on their own.
   */
  setPeers(): void {
    const { members } = this.options
    for (const [peer, dialer] of this.peers) if (!members.isReachable(peer)) this.forget(peer, dialer)
    if (this.isLarge) return
    for (const peer of members.nodes) if (peer !== this.options.node && !this.peers.has(peer)) this.addPeer(peer)
  }

  /** More nodes than run as processes. */
  private get isLarge(): boolean {
    return this.options.members.nodes.length > NODES_MAX.processes
  }

  get openRequests(): number {
    return this.requests.count
  }

  send(to: NodeId, message: ProtocolMessage): void {
    // The first is often the only one.
    if (this.outgoing.length === 0) this.outgoing = [{ to, message }]
    else this.outgoing.push({ to, message })
  }

  /** An acknowledgement released by the disk leaves only with the step that learns of it, so after what that step tells. */
  flush(): void {
    const { outgoing } = this
    if (outgoing.length === 0) return
    this.outgoing = NONE
    for (const { to, message } of outgoing) this.post(to, message)
  }

  reply(request: number, reply: ClientReply): void {
    const open = this.requests.take(request)
    if (open) this.answer(open.connection, { id: open.id, reply })
  }

  onOpen(connection: Connection, greet: () => void): void {
    this.options.turn(() => {
      greet()
      // A peer that has come (back) to life should not wait for this node's next attempt.
      this.peers.get(connection.forward.from)?.retryNow()
    })
  }

  onFrame(connection: Connection, frame: Frame, is_corrupt: boolean): void {
    // The hot path: nothing allocated.
    if (this.options.isRunning()) this.receive(connection, frame, is_corrupt)
    else this.options.turn(() => this.receive(connection, frame, is_corrupt))
  }

  onDatagram(from: NodeId, frame: Frame, is_corrupt: boolean): void {
    if (this.options.isRunning()) this.receiveMessage(from, frame, is_corrupt)
    else this.options.turn(() => this.receiveMessage(from, frame, is_corrupt))
  }

  onClose(connection: Connection): void {
    this.options.turn(() => this.requests.drop(connection))
  }

  private post(to: NodeId, message: ProtocolMessage): void {
    const { members, node } = this.options
    const code = this.type_codes.get(message.type)
    const connected = this.peers.get(to)
    if (code === undefined || (connected === undefined && (!members.knows(to) || to === node)))
      throw new Error(`cannot send ${message.type} to ${to}: the run has no such node or message`)
    if (connected === undefined) {
      // It has left, and the protocol may not know yet.
      if (!members.isReachable(to)) return
      if (this.options.datagrams && this.isLarge) return this.postDatagram(to, code, message)
    }
    const dialer = connected ?? this.addPeer(to)
    const waiting = this.waiting.size > 0 ? this.waiting.get(to) : undefined
    if (waiting && waiting.length < WAITING_MAX) return void waiting.push(message)
    const dropped = dialer.is_connected ? null : 'not-connected'
    const header = this.options.tracer.stamp(FRAME_KINDS.message, code, ++dialer.frames)
    const frame = this.makeFrame(to, header, message.type, message, dropped)
    if (!dropped) dialer.send(frame)
  }

  private postDatagram(to: NodeId, code: number, message: ProtocolMessage): void {
    const { network, node, tracer } = this.options
    const header = tracer.stamp(FRAME_KINDS.message, code, ++this.datagrams)
    network.sendDatagram(node, to, this.makeFrame(to, header, message.type, message, null))
  }

  /** Before the node is open it connects when it opens; afterwards at once, and what there is to say waits for that. */
  private addPeer(peer: NodeId): Dialer {
    const dialer = this.createDialer(peer)
    dialer.frames = this.datagrams
    this.peers.set(peer, dialer)
    if (!this.is_open) return dialer
    this.waiting.set(peer, [])
    dialer.connect()
    return dialer
  }

  private forget(peer: NodeId, dialer: Dialer): void {
    dialer.close()
    // No number comes twice, whichever way messages go.
    if (this.options.datagrams) this.datagrams = Math.max(this.datagrams, dialer.frames)
    this.peers.delete(peer)
    this.waiting.delete(peer)
  }

  private sendWaiting(peer: NodeId): void {
    const messages = this.waiting.get(peer) ?? []
    this.waiting.delete(peer)
    for (const message of messages) this.post(peer, message)
  }

  private createDialer(peer: NodeId): Dialer {
    const { network, node, scheduler, random, turn, onInput } = this.options
    return new Dialer({
      network,
      from: node,
      to: peer,
      scheduler,
      random,
      greeted_within_us: null,
      turn,
      onConnected: () => this.sendWaiting(peer),
      onGreeted: (connected) => onInput({ kind: 'peer', peer, connected }),
      // A peer only greets here; what it says comes over its own connection.
      onFrame: () => {}
    })
  }

  private answer(connection: Connection, body: ClientReplyBody): void {
    const client = connection.forward.from
    const n = (this.client_frames.get(client) ?? 0) + 1
    this.client_frames.set(client, n)
    const header = this.options.tracer.stamp(FRAME_KINDS.reply, 0, n)
    connection.send('backward', this.makeFrame(client, header, 'reply', body, null))
  }

  private makeFrame(to: string, stamped: FrameHeader, type: string, body: unknown, dropped: DropCause | null): Frame {
    const { counters } = this
    const header = settled(stamped)
    const bytes = this.measure(body)
    counters.frames_sent++
    if (dropped) counters.frames_dropped[dropped] = (counters.frames_dropped[dropped] ?? 0) + 1
    const frame = { header, type, body, bytes }
    this.options.tracer.sent(to, header, frame, dropped)
    return frame
  }

  private measure(body: unknown): number {
    if (body === this.measured) return this.measured_bytes
    this.measured = body
    this.measured_bytes = frameBytes(body, this.slots)
    return this.measured_bytes
  }

  private receive(connection: Connection, frame: Frame, is_corrupt: boolean): void {
    const { from } = connection.forward
    const { header, body } = frame
    if (header.kind === FRAME_KINDS.message) this.receiveMessage(from, frame, is_corrupt)
    else if (this.isReadable(from, frame, is_corrupt)) this.receiveRequest(connection, header, body as ClientRequestBody)
  }

  private receiveMessage(from: NodeId, frame: Frame, is_corrupt: boolean): void {
    if (this.isReadable(from, frame, is_corrupt))
      this.options.onInput({ kind: 'message', from, message: frame.body as ProtocolMessage })
  }

  /** Whether what arrived is whole; counts and tells it. */
  private isReadable(from: EndpointId, { header, type, body }: Frame, is_corrupt: boolean): boolean {
    const { tracer } = this.options
    if (is_corrupt || body === undefined) {
      this.counters.frames_corrupt++
      if (is_corrupt) tracer.corrupt(from, header.boot, header)
      else tracer.malformed(from, header)
      return false
    }
    this.counters.frames_received++
    tracer.received(from, header, type)
    return true
  }

  private receiveRequest(connection: Connection, { n }: FrameHeader, body: ClientRequestBody): void {
    const { id, session, sequence, operation, policy, context, map_epoch, signature } = body
    if (this.requests.isRepeated(connection, n)) return
    const request = this.requests.add(connection, id)
    if (request !== null) {
      const asked = {
        request,
        session,
        sequence,
        operation,
        ...(policy !== undefined && { policy }),
        ...(context && { context }),
        ...(map_epoch !== undefined && { map_epoch }),
        ...(signature !== undefined && { signature })
      }
      return this.options.onInput({ kind: 'request', request: asked })
    }
    this.answer(connection, { id, reply: { status: 'rejected', error: 'too many open requests on this connection' } })
  }
}

/** The header as it stays: that of the tracer shares the node's live clock. */
function settled(header: FrameHeader): FrameHeader {
  return header.vector.length === 0 ? header : { ...header, vector: header.vector.slice() }
}
