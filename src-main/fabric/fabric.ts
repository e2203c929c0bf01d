import { linkEnds, linkId } from '../../src-shared/ids'
import type { ClientId, EndpointId, LinkId, NodeId } from '../../src-shared/ids'
import type { EventBody, LinkCounters } from '../../src-shared/events'
import { createRunClock } from '../../src-node/runtime/run-clock'
import { PreciseTimer } from './precise-timer'
import type { LinkOrder, ToFabric } from './control'
import { DueHeap } from '../../src-shared/due-heap'
import { Link } from './link'
import type { FrameSink, InFlight, LinkHost } from './link'
import { Proxy } from './proxy'

export type FabricConfiguration = Extract<ToFabric, { kind: 'configure' }>

/** Puts an event into the run's stream; `t` in microseconds of the run. */
export type EmitAt = (t: number, event: EventBody) => void

/** All links of a run and the proxies before them, with one heap of frames in flight and one alarm for them all. */
export class Fabric implements LinkHost {
  readonly now_us: () => number
  private readonly nodes = new Set<NodeId>()
  private readonly clients: readonly ClientId[]
  private readonly seed: number
  private readonly links = new Map<LinkId, Link>()
  private readonly proxies = new Map<LinkId, Proxy>()
  private readonly target_ports = new Map<NodeId, number | null>()
  private readonly in_flight = new DueHeap<InFlight>()
  private readonly touched = new Set<FrameSink>()
  private readonly precise_timer: PreciseTimer
  private readonly last_activity = new Map<LinkId, number>()

  /** `script`: see {@link Alarm}. */
  constructor(
    configuration: FabricConfiguration,
    readonly emit: EmitAt,
    script: string
  ) {
    const { nodes, clients, seed, epoch_ns } = configuration
    this.now_us = createRunClock(epoch_ns)
    this.precise_timer = new PreciseTimer(script, epoch_ns, this.now_us, () => this.releaseDue())
    this.clients = clients
    this.seed = seed
    for (const node of nodes) this.addNode(node)
    this.change(Object.entries(configuration.links).map(([link, start]) => ({ link: link as LinkId, ...start })))
  }

  /** Takes a node in. Resolves to the ports of its links, once they listen. */
  async join(node: NodeId, links: FabricConfiguration['links']): Promise<Record<LinkId, number>> {
    if (!this.nodes.has(node)) {
      this.addNode(node)
      this.change(Object.entries(links).map(([link, start]) => ({ link: link as LinkId, ...start })))
    }
    const own = [...this.proxies].filter(([link]) => linkEnds(link).includes(node))
    await Promise.all(own.map(([, proxy]) => proxy.open()))
    return Object.fromEntries(own.map(([link, proxy]) => [link, proxy.port]))
  }

  /** Begins to listen; resolves to the port of each link that can be connected to. */
  async open(): Promise<Record<LinkId, number>> {
    await Promise.all([...this.proxies.values()].map((proxy) => proxy.open()))
    return Object.fromEntries([...this.proxies].map(([link, proxy]) => [link, proxy.port]))
  }

  /** Where connections to this node lead from now on; null: nowhere. */
  setTarget(node: NodeId, port: number | null): void {
    this.target_ports.set(node, port)
  }

  /** Changes links, all in this tick, or throws and changes none. Resolves to that moment when listeners have followed, too. */
  async apply(orders: readonly LinkOrder[]): Promise<number> {
    const { t, before } = this.change(orders)
    this.releaseDue()
    await Promise.all([...before].flatMap(([id, mode]) => this.proxies.get(id)?.onLinkModeChange(mode) ?? []))
    return t
  }

  /** Counters of the links that have seen traffic since the last call. */
  sampleCounters(): Record<LinkId, LinkCounters> {
    const counters: Record<LinkId, LinkCounters> = {}
    for (const [id, link] of this.links) {
      const now = link.model.counters()
      const activity = now.offered + now.delivered + Object.values(now.dropped).reduce((sum, count) => sum + count, 0)
      if (activity === (this.last_activity.get(id) ?? 0)) continue
      this.last_activity.set(id, activity)
      counters[id] = now
    }
    return counters
  }

  schedule(copy: InFlight): void {
    this.in_flight.push(copy)
  }

  /** Lets out every frame whose time has come, then one write per receiver; sets the alarm for the next. */
  private releaseDue(): void {
    const now_us = this.now_us()
    for (let copy = this.in_flight.peek(); copy && copy.due_us <= now_us; copy = this.in_flight.peek()) {
      this.in_flight.pop()
      copy.link.arrive(copy, now_us)
      this.touched.add(copy.sink)
    }
    for (const sink of this.touched) sink.flush()
    this.touched.clear()
    this.precise_timer.set(this.in_flight.peek()?.due_us ?? Infinity)
  }

  /** The pure part of a change: models and due times. Returns the modes before it. */
  private change(orders: readonly LinkOrder[]): { t: number; before: Map<LinkId, Link['model']['mode']> } {
    const links = orders.map((order) => this.linkNamed(order.link))
    const before = new Map(links.map((link) => [link.id, link.model.mode]))
    const t = this.now_us()
    const horizons = new Map<Link, number>()
    orders.forEach((order, i) => horizons.set(links[i]!, links[i]!.change(t, order.mode, order.settings)))
    for (const [link, horizon_us] of horizons) this.in_flight.moveForward((copy) => copy.link === link, horizon_us)
    if (orders.length > 0) {
      const changed = [...horizons.keys()].map(({ id, model }) => ({ link: id, mode: model.mode, settings: model.settings }))
      this.emit(t, { kind: 'link-changed', links: changed })
    }
    return { t, before }
  }

  private linkNamed(id: LinkId): Link {
    const link = this.links.get(id)
    if (!link) throw new Error(`there is no link ${id}`)
    return link
  }

  /** Links and proxies between the node and everybody who is there already. */
  private addNode(node: NodeId): void {
    for (const other of [...this.nodes, ...this.clients]) {
      this.createLink(linkId(other, node))
      this.createLink(linkId(node, other))
      this.createProxy(other, node)
      if (this.nodes.has(other)) this.createProxy(node, other)
    }
    this.nodes.add(node)
  }

  private createLink(id: LinkId): void {
    this.links.set(id, new Link(id, this.seed, this))
  }

  private createProxy(from: EndpointId, node: NodeId): void {
    const id = linkId(from, node)
    const proxy = new Proxy(this.linkNamed(id), this.linkNamed(linkId(node, from)), {
      targetPort: () => this.target_ports.get(node) ?? null,
      releaseDue: () => this.releaseDue(),
      notice: (level, text) => this.emit(this.now_us(), { kind: 'notice', level, text })
    })
    this.proxies.set(id, proxy)
  }
}
