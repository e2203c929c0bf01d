import type { EventBody, LinkCounters } from '../../../src-shared/events'
import type { LinkChange } from '../../../src-shared/faults/actions'
import { linkEnds, linkId } from '../../../src-shared/ids'
import type { EndpointId, LinkId, NodeId } from '../../../src-shared/ids'
import type { MessageCopy } from '../../../src-shared/faults/interventions'
import { countersOf, newLinkMemory } from '../../../src-shared/network/link-model'
import type { LinkSettings } from '../../../src-shared/network/netem'
import type { Adversary } from '../../protocols/contract'
import type { VirtualScheduler } from '../scheduler'
import type { Random } from '../../../src-shared/random'
import { between } from '../random'
import { AdversaryGate } from './adversary-gate'
import { Connection } from './connection'
import type { Accepter, Opener } from './connection'
import { Datagram } from './datagram'
import type { DatagramHost } from './datagram'
import type { Frame } from './frame'
import { InFlightFrame } from './in-flight-frame'
import { Link, LOOPBACK_US } from './link'
import type { KnownLink, LinkHost } from './link'

/** What a link is changed to: only what is named changes. */
export type LinkOrder = LinkChange & { readonly link: LinkId }

export interface NetworkOptions {
  readonly seed: number
  /** Of every directed link before any fault; null: there is no such link. */
  readonly settingsOf: (link: LinkId) => LinkSettings | null
  readonly scheduler: VirtualScheduler
  /** For the handshakes. */
  readonly random: Random
  readonly emit: (event: EventBody) => void
}

/** All links of a run in virtual time, made when they are first used, the connections through them, and who accepts connections. */
export class Network {
  private readonly links = new Map<LinkId, KnownLink>()
  private readonly connections = new Set<Connection>()
  private readonly accepters = new Map<NodeId, Accepter>()
  /** Held by hand. */
  private readonly held = new Set<InFlightFrame>()
  private readonly gate: AdversaryGate
  private readonly link_host: LinkHost
  private readonly datagram_host: DatagramHost
  /** Links that have counted something since the counters were sampled last. */
  private readonly active: KnownLink[] = []
  private seed: number

  constructor(private readonly options: NetworkOptions) {
    this.seed = options.seed
    this.gate = new AdversaryGate(options.scheduler, (copy) => this.tellHeld(copy))
    this.link_host = { gate: this.gate, onActive: (link) => void this.active.push(link) }
    this.datagram_host = { accepters: this.accepters, onLeft: (link) => this.forget(link) }
  }

  /** Who picks deliveries from now on; null: nobody, and all that was held back arrives. */
  setAdversary(adversary: Adversary | null): void {
    this.gate.set(adversary)
  }

  /** From now on the node accepts connections. */
  listen(node: NodeId, accepter: Accepter): void {
    this.accepters.set(node, accepter)
  }

  /** The node stops listening; peers of its connections see them close. */
  stopListening(node: NodeId, accepter: Accepter): void {
    this.accepters.delete(node)
    for (const connection of [...this.connections]) connection.onAccepterClosed(accepter)
  }

  /** Begins to connect over the link between the two. */
  open(from: EndpointId, to: NodeId, opener: Opener): Connection {
    const { scheduler, random } = this.options
    const connection = new Connection(opener, this.linkBetween(from, to), this.linkBetween(to, from), {
      accepter: () => this.accepters.get(to) ?? null,
      later: (run) => void scheduler.after(between(random, LOOPBACK_US), run),
      onGone: (gone) => this.connections.delete(gone)
    })
    this.connections.add(connection)
    return connection
  }

  /** Sends a message on its own. Between a thousand nodes there are a million links: one that nothing is on is forgotten but for its memory. */
  sendDatagram(from: NodeId, to: NodeId, frame: Frame): void {
    const link = this.linkBetween(from, to)
    link.send(new Datagram(link, this.datagram_host), 'forward', frame)
    this.forget(link)
  }

  /** Changes links, all in this moment. Throws, and changes none, if there is no such link. */
  change(orders: readonly LinkOrder[]): void {
    const changed = new Set(orders.map(({ link }) => this.linkNamed(link)))
    for (const order of orders) this.linkNamed(order.link).change(order)
    if (changed.size === 0) return
    const links = [...changed].map(({ id, model }) => ({ link: id, mode: model.mode, settings: model.settings }))
    this.options.emit({ kind: 'link-changed', links })
    for (const connection of [...this.connections]) if (changed.has(connection.forward)) connection.onLinkModeChange()
  }

  /** Every copy in flight, held ones included, in the order in which they were sent. */
  inFlight(): InFlightFrame[] {
    const in_flight = this.options.scheduler.pending().filter((task) => task instanceof InFlightFrame)
    return [...this.held, ...this.gate.held, ...in_flight].sort((a, b) => a.sent_us - b.sent_us || a.order - b.order)
  }

  hold(copy: MessageCopy): void {
    const in_flight_frame = this.find(copy)
    if (this.held.has(in_flight_frame)) return
    this.gate.held.delete(in_flight_frame)
    this.options.scheduler.cancel(in_flight_frame)
    this.held.add(in_flight_frame)
    this.tellHeld(in_flight_frame)
  }

  deliver(copy: MessageCopy): void {
    const in_flight_frame = this.take(copy)
    in_flight_frame.link.arrive(in_flight_frame, true)
  }

  drop(copy: MessageCopy): void {
    const in_flight_frame = this.take(copy)
    in_flight_frame.link.discard(in_flight_frame)
  }

  reseed(seed: number): void {
    this.seed = seed
    for (const { link } of this.links.values()) link?.reseed(seed)
  }

  /** Counters of the links that have seen traffic since the last call. */
  sampleCounters(): Record<LinkId, LinkCounters> {
    const counters: Record<LinkId, LinkCounters> = {}
    const active = this.active.splice(0).sort((a, b) => a.place - b.place)
    for (const known of active) {
      known.is_active = false
      counters[known.id] = countersOf(known.memory, known.link?.model.queued ?? 0)
    }
    return counters
  }

  private tellHeld({ copy, link: { from, to }, frame }: InFlightFrame): void {
    const { boot, n } = frame.header
    this.options.emit({ kind: 'held', copy, from, to, boot, n })
  }

  private take(copy: MessageCopy): InFlightFrame {
    const in_flight_frame = this.find(copy)
    this.options.scheduler.cancel(in_flight_frame)
    this.held.delete(in_flight_frame)
    this.gate.held.delete(in_flight_frame)
    return in_flight_frame
  }

  private find({ from, to, boot, n, copy }: MessageCopy): InFlightFrame {
    const id = linkId(from, to)
    const found = this.inFlight().find((in_flight_frame) => {
      const {
        link,
        frame: { header }
      } = in_flight_frame
      return link.id === id && header.boot === boot && header.n === n && in_flight_frame.copy === copy
    })
    if (!found) throw new Error(`message ${n} from ${from} to ${to} is not in flight`)
    return found
  }

  private linkNamed(id: LinkId): Link {
    return this.links.get(id)?.link ?? this.createLink(id, linkEnds(id))
  }

  private linkBetween(from: EndpointId, to: EndpointId): Link {
    const id = linkId(from, to)
    return this.links.get(id)?.link ?? this.createLink(id, [from, to])
  }

  private createLink(id: LinkId, ends: readonly [from: EndpointId, to: EndpointId]): Link {
    const { scheduler, emit } = this.options
    const known = this.links.get(id) ?? this.newLink(id)
    known.link = new Link(known, ends, this.seed, scheduler, emit, this.link_host)
    return known.link
  }

  private newLink(id: LinkId): KnownLink {
    const settings = this.options.settingsOf(id)
    if (!settings) throw new Error(`there is no link ${id}`)
    const known = { id, place: this.links.size, settings, memory: newLinkMemory(), link: null, is_active: false }
    this.links.set(id, known)
    return known
  }

  private forget(link: Link): void {
    if (link.isForgettable) link.known.link = null
  }
}
