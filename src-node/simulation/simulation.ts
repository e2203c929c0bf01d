/** The world in virtual time: nodes, network and disks of one run, everything on one thread and drawn from one seed. */
import type { ClientConnection, ConnectionHandlers } from '../../src-shared/client-connection'
import { timedEvent } from '../../src-shared/events'
import type { EventBody, MessageRef, TimedEvent } from '../../src-shared/events'
import { linkEnds } from '../../src-shared/ids'
import type { ClientId, EndpointId, NodeId } from '../../src-shared/ids'
import type { MessageCopy } from '../../src-shared/faults/interventions'
import type { LinkSettingsOf } from '../../src-shared/scenario/links'
import type { Parameters } from '../../src-shared/description/protocol-description'
import type { Random } from '../../src-shared/random'
import type { Protocol } from '../protocols/contract'
import type { ClockSettings, DiskSettings, TraceSettings } from '../node-core/conditions'
import { Membership } from '../node-core/membership'
import { clientTeller } from '../node-core/message-teller'
import { Tracer } from '../node-core/tracer'
import { createTraceBudget } from '../node-core/trace-budget'
import { SimulatedClientConnection } from './network/simulated-client-connection'
import { Network } from './network/network'
import type { LinkOrder } from './network/network'
import { SimulatedNode } from './node'
import type { StartCondition } from './node'
import { createStreams } from './random'
import { VirtualScheduler } from './scheduler'

export type { LinkOrder, StartCondition }

export interface SimulationOptions {
  readonly protocol: Protocol
  /** Those that the run begins with. */
  readonly nodes: readonly NodeId[]
  readonly clients: readonly ClientId[]
  readonly seed: number
  /** Roles that the scenario gave to nodes for good; absent: none. */
  readonly roles?: Readonly<Record<NodeId, string>>
  /** Of every directed link before any fault; see `ScenarioLinks`. */
  readonly settingsOf: LinkSettingsOf
  readonly parametersOf: (node: NodeId) => Parameters
  /** Asked when a node boots. */
  readonly conditionOf: (node: NodeId) => StartCondition
  /** What is told of messages and logs. It changes nothing of what happens. */
  readonly trace: TraceSettings
  /** Between two `sample` events of a node, and two `links` events; 0: none. */
  readonly sample_interval_ms: number
  /** Called at once for every event, `t` never falling. Must not reach back into the simulation. */
  readonly emit: (event: TimedEvent) => void
}

/** A copy of a message that is in flight or held. */
export interface CopyInFlight extends MessageRef {
  readonly copy: 0 | 1
  readonly type: string
  readonly sent_us: number
  /** When it will arrive; null: somebody holds it. */
  readonly due_us: number | null
}

/** One simulated world. Everything happens within `scheduler.step()` and the calls below, never in between. */
export class Simulation {
  /** Virtual time; the workload and the timeline run on it too. */
  readonly scheduler = new VirtualScheduler()
  private readonly streams
  private readonly network: Network
  private readonly members: Membership
  /** Every node that takes part or did. */
  private readonly nodes = new Map<NodeId, SimulatedNode>()
  private readonly createNode: (node: NodeId) => SimulatedNode
  private readonly tracers: ReadonlyMap<ClientId, Tracer>

  constructor(private readonly options: SimulationOptions) {
    const { protocol, nodes, roles, seed, parametersOf, conditionOf, trace, sample_interval_ms } = options
    const { scheduler } = this
    const emit = (body: EventBody) => options.emit(timedEvent(scheduler.now_us(), body))
    this.streams = createStreams(seed)
    const random = this.streams.stream
    const members = new Membership([nodes], roles)
    this.members = members
    const clients = new Set(options.clients)
    const known = (end: EndpointId) => members.knows(end) || clients.has(end)
    const settingsOf: LinkSettingsOf = (link) => (linkEnds(link).every(known) ? options.settingsOf(link) : null)
    const network = new Network({ seed, settingsOf, scheduler, random: random('handshakes'), emit })
    this.network = network
    const env = { protocol, members, parametersOf, trace, sample_interval_ms, scheduler, network, random, emit }
    this.createNode = (node) => new SimulatedNode({ env, node, condition: () => conditionOf(node) })
    for (const node of nodes) this.nodes.set(node, this.createNode(node))
    this.tracers = this.createTracers(emit)
    if (sample_interval_ms > 0) this.sampleRegularly(sample_interval_ms * 1000, emit)
  }

  /** A stream of random numbers uniform in [0, 1) that {@link reseed} reaches, too. */
  random(name: string): Random {
    return this.streams.stream(name)
  }

  /** Starts every node. */
  startAll(): void {
    for (const node of this.nodes.values()) node.start()
  }

  /** A node takes part from now on: it starts, and those that are up learn of it. */
  join(node: NodeId, role: string | null): void {
    this.members.join(node, role)
    if (!this.nodes.has(node)) this.nodes.set(node, this.createNode(node))
    this.tellMembers()
    this.nodeNamed(node).start()
  }

  /** A node takes part no more: those that are up learn of it, itself included, and it stops a while later. See {@link LEAVE_MS}. */
  leave(node: NodeId, onGone: () => void): void {
    this.members.leave(node)
    this.tellMembers()
    this.nodeNamed(node).leave(() => {
      this.members.remove(node)
      this.tellMembers()
      onGone()
    })
  }

  /** Nodes that take part, in the order in which they came. */
  get memberNodes(): readonly NodeId[] {
    return this.members.nodes
  }

  /** Those, and nodes that are about to leave. */
  get reachableNodes(): readonly NodeId[] {
    return this.members.reachable
  }

  /** Starts a node again; does nothing when it is up. One that is still stopping starts when it has stopped. */
  start(node: NodeId): void {
    this.nodeNamed(node).start()
  }

  /** `kill -9`. */
  crash(node: NodeId): void {
    this.nodeNamed(node).crash()
  }

  /** An orderly stop: the sync under way ends first. */
  stop(node: NodeId): void {
    this.nodeNamed(node).stop()
  }

  /** The node does nothing at all; what arrives for it waits. */
  pause(node: NodeId): void {
    this.nodeNamed(node).pause()
  }

  resume(node: NodeId): void {
    this.nodeNamed(node).resume()
  }

  setClock(node: NodeId, clock: ClockSettings): void {
    this.nodeNamed(node).setClock(clock)
  }

  setDisk(node: NodeId, disk: DiskSettings): void {
    this.nodeNamed(node).setDisk(disk)
  }

  /** Everything on the disk of a node that is down is gone. */
  loseDisk(node: NodeId): void {
    this.nodeNamed(node).loseDisk()
  }

  /** Keeps a copy of what is durable on the node's disk now, in place of an earlier one. */
  backUpDisk(node: NodeId): void {
    this.nodeNamed(node).backUpDisk()
  }

  /** The disk of a node that is down becomes its newest backup. */
  restoreDisk(node: NodeId): void {
    this.nodeNamed(node).restoreDisk()
  }

  setSwitches(node: NodeId, switches: readonly string[]): void {
    this.nodeNamed(node).setSwitches(switches)
  }

  /** Hands an operator command to a node. Throws one sentence where it cannot. */
  command(node: NodeId, command: string, given: Readonly<Record<string, string | number | boolean>>): void {
    this.nodeNamed(node).command(command, given)
  }

  /** Changes links, all in this moment. Throws, and changes none, if there is no such link. */
  setLinks(changes: readonly LinkOrder[]): void {
    this.network.change(changes)
  }

  /**
   * An adversary picks deliveries from now on, or no more. Throws where the protocol declares none. What it has seen before is forgotten, so that it
   * holds back too much rather than too little.
   */
  setAdversary(on: boolean): void {
    const { protocol, roles } = this.options
    if (!on) return this.network.setAdversary(null)
    if (!protocol.createAdversary) throw new Error(`${protocol.description.name} has no adversary`)
    this.network.setAdversary(
      protocol.createAdversary(this.members.nodes, this.options.parametersOf(this.members.nodes[0]!), roles)
    )
  }

  /** Nodes that are ready and not paused, in the run's order. */
  up(): NodeId[] {
    return this.members.nodes.filter((node) => this.nodes.get(node)!.isUp)
  }

  /** A client's connection to a node; see `Connect`. */
  connect(client: ClientId, node: NodeId, handlers: ConnectionHandlers): ClientConnection {
    return new SimulatedClientConnection({
      network: this.network,
      client,
      node,
      scheduler: this.scheduler,
      random: this.random(`${client}>${node}/reconnect`),
      tracer: this.tracers.get(client)!,
      ...handlers
    })
  }

  /** Every copy in flight, held ones included, in the order in which they were sent. */
  inFlight(): CopyInFlight[] {
    return this.network.inFlight().map(({ link, frame, copy, sent_us, due_us, is_pending }) => ({
      from: link.from,
      to: link.to,
      boot: frame.header.boot,
      n: frame.header.n,
      copy,
      type: frame.type,
      sent_us,
      due_us: is_pending ? due_us : null
    }))
  }

  /** The copy waits until somebody delivers or drops it. Throws one sentence if it is not in flight, like the two below. */
  hold(copy: MessageCopy): void {
    this.network.hold(copy)
  }

  /** The copy arrives now, whatever its link would have done. */
  deliver(copy: MessageCopy): void {
    this.network.deliver(copy)
  }

  drop(copy: MessageCopy): void {
    this.network.drop(copy)
  }

  /** Everything random draws from this seed from now on. */
  reseed(seed: number): void {
    this.streams.reseed(seed)
    this.network.reseed(seed)
  }

  private tellMembers(): void {
    for (const node of this.members.reachable) this.nodeNamed(node).membersChanged()
  }

  private nodeNamed(name: NodeId): SimulatedNode {
    const node = this.nodes.get(name)
    if (!node) throw new Error(`there is no node ${name}`)
    return node
  }

  /** All clients share one budget of traced messages. */
  private createTracers(emit: (event: EventBody) => void): ReadonlyMap<ClientId, Tracer> {
    const { clients, trace } = this.options
    const onSampling = (keep_one_in: number) => emit({ kind: 'sampling', source: 'clients', keep_one_in })
    const budget = createTraceBudget(trace.messages_per_s, () => this.scheduler.now_us(), onSampling)
    const teller = clientTeller(() => this.scheduler.now_us())
    return new Map(clients.map((self) => [self, new Tracer({ self, boot: 0, clock: null, budget, teller, emit })]))
  }

  private sampleRegularly(interval_us: number, emit: (event: EventBody) => void): void {
    this.scheduler.after(interval_us, () => {
      const counters = this.network.sampleCounters()
      if (Object.keys(counters).length > 0) emit({ kind: 'links', counters })
      this.sampleRegularly(interval_us, emit)
    })
  }
}
