import type { EventBody } from '../../src-shared/events'
import type { NodeId } from '../../src-shared/ids'
import type { Keys } from '../../src-shared/keys'
import type { Random } from '../../src-shared/random'
import type { Cancel, Scheduler } from '../../src-shared/scheduler'
import type { Boot, Input, Plain, Protocol, ProtocolMessage } from '../protocols/contract'
import type { ClockSettings, TraceSettings } from './conditions'
import { Driver } from './driver'
import type { DriverLog, DriverTransport } from './driver'
import { MessageQueue } from './message-queue'
import { CLOCK_SLOTS_MAX, LogicalClock } from './logical-clock'
import type { Membership } from './membership'
import { MessageTeller } from './message-teller'
import { createNodeClock } from './node-clock'
import type { NodeClock } from './node-clock'
import { startSampler } from './sampler'
import type { RuntimeGauges, SamplerOptions } from './sampler'
import { ServiceQueue } from './service-queue'
import { ProtocolTimers } from './timers'
import { createTraceBudget } from './trace-budget'
import { Tracer } from './tracer'
import { withoutFacts } from './without-facts'

export interface NodeCoreOptions {
  readonly protocol: Protocol
  readonly node: NodeId
  /** 1 for the first start, one more for each restart. */
  readonly boot: number
  readonly members: Membership
  readonly clock: ClockSettings
  /** What each client request occupies the node for; 0: nothing. */
  readonly service_us: number
  /** What each message from another node occupies the node for; 0: nothing. */
  readonly message_us: number
  readonly trace: TraceSettings
  /** True time. */
  readonly scheduler: Scheduler
  /** What the protocol draws from. */
  readonly random: Random
  /** What the protocol signs with. */
  readonly keys: Keys
  /** See `DriverOptions.defer`. */
  readonly defer: (run: () => void) => void
  readonly emit: (event: EventBody) => void
  /** The node cannot go on. */
  readonly onFailure: (error: Error) => void
}

/** The engine's disk and network, as far as the core uses them. */
export interface NodeDevices {
  readonly log: DriverLog & SamplerOptions['log']
  readonly transport: DriverTransport & SamplerOptions['transport']
}

/**
 * A protocol at work on one node, from one start to its end: driver, timers, clock, tracer and sampler wired together. Both engines run
 * it; each hands in time, and a disk and a network of its own.
 */
export class NodeCore {
  /** Stamps the frames of the engine's network. */
  readonly tracer: Tracer
  readonly clock: NodeClock
  private readonly timers: ProtocolTimers
  private driver: Driver | null = null
  /** Null: the node's capacity is not limited. */
  private service: ServiceQueue | null = null
  /** Null: messages cost the node nothing. */
  private readonly messages: MessageQueue | null
  private stopSampler: Cancel = () => {}
  /** Who takes part, as the protocol was told last. */
  private told_members: readonly NodeId[] = []

  constructor(private readonly options: NodeCoreOptions) {
    const { scheduler } = options
    this.clock = createNodeClock(scheduler.now_us, options.clock)
    this.timers = new ProtocolTimers({ clock: this.clock, scheduler, wake: () => this.driver?.wake() })
    this.tracer = this.createTracer()
    this.messages = this.createMessageQueue()
  }

  /** Boots the protocol. Throws what the protocol throws. */
  boot(
    { log, transport }: NodeDevices,
    given: Omit<Boot<Plain, Plain>, 'id' | 'nodes' | 'initial_nodes' | 'ever' | 'history' | 'roles'>
  ): void {
    const { protocol, node: id, members, trace, emit, random, keys, defer, onFailure } = this.options
    this.driver = new Driver({
      protocol,
      log,
      transport,
      timers: this.timers,
      emit: trace.facts ? emit : withoutFacts(emit),
      now_us: () => this.clock.now_us(),
      random,
      keys,
      defer,
      onFailure
    })
    const { nodes, initial: initial_nodes, ever, history, roles } = members
    this.told_members = nodes
    this.service = this.createServiceQueue(transport)
    this.driver.boot({ id, nodes, initial_nodes, ever: [...ever], history: [...history], roles, ...given })
  }

  /** Emits a `sample` every so often; `gaugesOf` are the engine's own. */
  startSampling({ log, transport }: NodeDevices, interval_ms: number, gaugesOf: () => RuntimeGauges): void {
    const { clock } = this
    const { node, scheduler, emit } = this.options
    const onSample = (values: RuntimeGauges) => {
      // Not spread into one literal: that takes forty times as long.
      const values_of_node = Object.assign({}, this.driver!.sample(), values, this.service?.sample(), gaugesOf())
      emit({ kind: 'sample', node, values: values_of_node })
      for (const [group, of_group] of this.driver!.sampleGroups()) emit({ kind: 'sample', node, group, values: of_group })
    }
    const believedTime = (now_us: number) => this.driver!.believedTime(now_us)
    this.stopSampler = startSampler({ log, transport, clock, believedTime, scheduler, interval_ms, onSample })
  }

  /** Hands the protocol an input. False: it has not booted. */
  push(input: Input<ProtocolMessage>): boolean {
    if (this.service && input.kind === 'request') this.service.offer(input.request)
    else if (this.messages && input.kind === 'message') this.messages.offer(input)
    else this.driver?.push(input)
    return this.driver !== null
  }

  /** Tells the protocol who takes part from now on, unless it knows. */
  membersChanged(): void {
    const { nodes, ever, history } = this.options.members
    if (nodes === this.told_members) return
    this.told_members = nodes
    this.driver?.push({ kind: 'members', members: nodes, ever: [...ever], history: [...history] })
  }

  /** See `Driver.durable`. */
  durable(position: number, records: number): void {
    this.driver!.durable(position, records)
  }

  /** Whether a node that leaves has nothing left to do. */
  mayStop(): boolean {
    return this.driver?.mayStop() ?? true
  }

  setClock(settings: ClockSettings): void {
    this.clock.set(settings)
    this.timers.clockChanged()
  }

  /** Nothing more is done in the protocol's name. */
  stop(): void {
    this.stopSampler()
    this.driver?.stop()
    this.service?.stop()
    this.timers.close()
  }

  private createServiceQueue(transport: DriverTransport): ServiceQueue | null {
    const { node, service_us, scheduler } = this.options
    if (service_us === 0) return null
    return new ServiceQueue({
      service_us,
      scheduler,
      serve: (request) => this.driver!.push({ kind: 'request', request }),
      refuse({ request }) {
        transport.reply(request, { status: 'rejected', error: `${node} is overloaded` })
        transport.flush()
      }
    })
  }

  private createMessageQueue(): MessageQueue | null {
    const { message_us, scheduler } = this.options
    if (message_us === 0) return null
    return new MessageQueue({ message_us, scheduler, handle: (message) => this.driver?.push(message) })
  }

  private createTracer(): Tracer {
    const { protocol, node, members, boot, trace, scheduler, emit } = this.options
    const { ever } = members
    const onSampling = (keep_one_in: number) => emit({ kind: 'sampling', source: node, keep_one_in })
    // Clocks that no event would show are not kept.
    const is_clocked = trace.logical_clocks && trace.messages_per_s > 0 && ever.length <= CLOCK_SLOTS_MAX
    return new Tracer({
      self: node,
      boot,
      clock: is_clocked ? new LogicalClock(ever.length, ever.indexOf(node)) : null,
      budget: createTraceBudget(trace.messages_per_s, scheduler.now_us, onSampling),
      teller: new MessageTeller(protocol.description.messages, protocol.describeMessage, scheduler.now_us),
      emit
    })
  }
}
