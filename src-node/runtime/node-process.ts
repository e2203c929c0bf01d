import { createRandom } from '../../src-shared/random'
import type { EventBody } from '../../src-shared/events'
import type { Plain, Protocol } from '../protocols/contract'
import type { ClockSettings, DiskSettings, LabToNode, NodeStart } from './control'
import { Driver } from './driver'
import { withoutFacts } from './without-facts'
import { LogicalClock } from './logical-clock'
import { Tracer } from './network/tracer'
import { Transport } from './network/transport'
import { createNodeClock } from './node-clock'
import type { NodeClock } from './node-clock'
import { startSampler } from './sampler'
import { createSystemScheduler } from './system-scheduler'
import { ProtocolTimers } from './timers'
import { createTraceBudget } from './trace-budget'
import { createDisk } from './wal/disk'
import { FaultyDisk } from './wal/faulty-disk'
import { WriteAheadLog } from './wal/write-ahead-log'

export interface NodeProcessOptions {
  readonly start: NodeStart
  readonly protocol: Protocol
  /** The run's clock; see `createRunClock`. */
  readonly true_us: () => number
  readonly emit: (event: EventBody) => void
  /** The node cannot go on. May be called more than once; the first counts. */
  readonly onFailure: (error: Error) => void
}

type Command = Extract<LabToNode, { kind: 'command' }>

/** A protocol as a real process: wires driver, log, network, timers and clock together. */
export class NodeProcess {
  private readonly clock: NodeClock
  private readonly timers: ProtocolTimers
  private readonly transport: Transport
  private readonly disk: FaultyDisk
  private switches: readonly string[]
  private log: WriteAheadLog | null = null
  private driver: Driver | null = null
  private stopSampler = () => {}

  constructor(private readonly options: NodeProcessOptions) {
    const { start, protocol, true_us } = options
    const random = createRandom(start.seed, `${start.node}/${start.boot}/disk`)
    this.disk = new FaultyDisk(createDisk(start.data_dir), start.disk, random)
    this.switches = start.switches
    this.clock = createNodeClock(true_us, start.clock)
    this.timers = new ProtocolTimers({
      clock: this.clock,
      scheduler: createSystemScheduler(true_us),
      wake: () => this.driver?.wake()
    })
    this.transport = new Transport({
      node: start.node,
      boot: start.boot,
      secret: start.secret,
      peer_ports: start.peer_ports,
      message_types: protocol.description.messages,
      tracer: this.createTracer(),
      random: createRandom(start.seed, `${start.node}/${start.boot}/reconnect`),
      onInput: (input) => this.driver?.push(input),
      onProtocolError: (text) => options.emit({ kind: 'node-log', node: start.node, level: 'warning', text })
    })
  }

  /** Recovers, boots, listens and connects. Rejects with what {@link describeFailure} explains. */
  async start(): Promise<{ port: number; recovered_records: number; truncated_bytes: number }> {
    const { start } = this.options
    const { log, recovered } = await WriteAheadLog.open({
      disk: this.disk,
      node: start.node,
      onDurable: (position, records) => this.driver!.durable(position, records),
      onFailure: this.options.onFailure
    })
    this.log = log
    this.driver = this.createDriver(log)
    const { snapshot, records, truncated_bytes } = recovered
    const { node: id, generation, nodes, parameters } = start
    this.driver.boot({
      id,
      generation,
      nodes,
      parameters,
      switches: this.switches,
      recovered: { snapshot: snapshot as Plain, records: records as Plain[] }
    })
    const port = await this.transport.listen(start.port)
    this.transport.connect()
    this.startSampling(log, this.driver)
    return { port, recovered_records: records.length, truncated_bytes }
  }

  setClock(settings: ClockSettings): void {
    this.clock.set(settings)
    this.timers.clockChanged()
  }

  setDisk(settings: DiskSettings): void {
    this.disk.change(settings)
  }

  /** Tells the protocol which deliberate bugs are on from now on. */
  setSwitches(switches: readonly string[]): void {
    this.switches = switches
    this.driver?.push({ kind: 'switches', switches })
  }

  /** Hands an operator command to the protocol; returns why it could not. */
  command({ command, arguments: given }: Command): string | null {
    const { description } = this.options.protocol
    if (!description.commands.some((known) => known.name === command)) return `${description.name} has no command ${command}`
    if (!this.driver) return 'the node is still starting'
    this.driver.push({ kind: 'command', command, arguments: given })
    return null
  }

  /** Nothing more is done or said in the protocol's name: what a node that failed must not do. */
  halt(): void {
    this.driver?.stop()
    this.transport.close()
  }

  /** Finishes the sync under way and closes everything. */
  async stop(): Promise<void> {
    this.stopSampler()
    this.driver?.stop()
    this.timers.close()
    this.transport.close()
    await this.log?.close()
  }

  private createTracer(): Tracer {
    const { start, true_us, emit } = this.options
    const { node, nodes, boot, trace } = start
    const onSampling = (keep_one_in: number) => emit({ kind: 'sampling', source: node, keep_one_in })
    return new Tracer({
      self: node,
      boot,
      clock: trace.logical_clocks ? new LogicalClock(nodes.length, nodes.indexOf(node)) : null,
      budget: createTraceBudget(trace.messages_per_s, true_us, onSampling),
      emit
    })
  }

  private createDriver(log: WriteAheadLog): Driver {
    const { start, protocol, emit, onFailure } = this.options
    return new Driver({
      protocol,
      log,
      transport: this.transport,
      timers: this.timers,
      emit: start.trace.facts ? emit : withoutFacts(emit),
      now_us: () => this.clock.now_us(),
      random: createRandom(start.seed, `${start.node}/${start.boot}`),
      // The check phase of the event loop follows the poll phase, in which all sockets that are readable are read.
      defer: setImmediate,
      onFailure
    })
  }

  private startSampling(log: WriteAheadLog, driver: Driver): void {
    const { start, emit, true_us } = this.options
    this.stopSampler = startSampler({
      log,
      transport: this.transport,
      clock: this.clock,
      true_us,
      interval_ms: start.sample_interval_ms,
      onSample: (values) => emit({ kind: 'sample', node: start.node, values: { ...driver.sample(), ...values } })
    })
  }
}
