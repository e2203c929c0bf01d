import { createRandom } from '../../src-shared/random'
import type { EventBody } from '../../src-shared/events'
import type { ClockSettings, DiskSettings } from '../node-core/conditions'
import { Membership } from '../node-core/membership'
import { NodeCore } from '../node-core/node-core'
import type { Plain, Protocol } from '../protocols/contract'
import type { LabToNode, NodeStart } from './control'
import { deriveKeys } from './keys'
import { createLoopGauges } from './loop-gauges'
import { Transport } from './network/transport'
import { createSystemScheduler } from './system-scheduler'
import { createDisk } from './wal/disk'
import { FaultyDisk } from './wal/faulty-disk'
import { WriteAheadLog } from './wal/write-ahead-log'

export interface NodeRuntimeOptions {
  readonly start: NodeStart
  readonly protocol: Protocol
  /** The run's clock; see `createRunClock`. */
  readonly true_us: () => number
  readonly emit: (event: EventBody) => void
  /** The node cannot go on. May be called more than once; the first counts. */
  readonly onFailure: (error: Error) => void
}

type Members = Extract<LabToNode, { kind: 'members' }>
type Command = Extract<LabToNode, { kind: 'command' }>

export interface StartedNode {
  readonly port: number
  readonly recovered_records: number
  /** Of the log's end, which a crash left unfinished. */
  readonly truncated_bytes: number
}

/** A node as a real process: its core with sockets, a write-ahead log and the machine's time. */
export class NodeRuntime {
  private readonly core: NodeCore
  private readonly transport: Transport
  private readonly disk: FaultyDisk
  private readonly members: Membership
  private switches: readonly string[]
  private log: WriteAheadLog | null = null

  constructor(private readonly options: NodeRuntimeOptions) {
    const { start, protocol, true_us, emit, onFailure } = options
    const { node, boot, seed, clock, service_us = 0, message_us = 0, trace } = start
    this.members = new Membership(start.history, start.roles)
    this.disk = new FaultyDisk(createDisk(start.data_dir), start.disk, createRandom(seed, `${node}/${boot}/disk`))
    this.switches = start.switches
    this.core = new NodeCore({
      protocol,
      node,
      boot,
      members: this.members,
      clock,
      service_us,
      message_us,
      trace,
      scheduler: createSystemScheduler(true_us),
      random: createRandom(seed, `${node}/${boot}`),
      keys: deriveKeys(start.secret, node),
      // The check phase of the event loop follows the poll phase, in which all sockets that are readable are read.
      defer: setImmediate,
      emit,
      onFailure
    })
    this.transport = new Transport({
      node,
      boot,
      secret: start.secret,
      peer_ports: start.peer_ports,
      ever: this.members.ever,
      message_types: protocol.description.messages.map(({ name }) => name),
      tracer: this.core.tracer,
      random: createRandom(seed, `${node}/${boot}/reconnect`),
      onInput: (input) => void this.core.push(input),
      onProtocolError: (text) => emit({ kind: 'node-log', node, level: 'warning', text })
    })
  }

  /** Recovers, boots, listens and connects. Rejects with what {@link describeFailure} explains. */
  async start(): Promise<StartedNode> {
    const { core, transport, switches } = this
    const { start, onFailure } = this.options
    const { generation, parameters, sample_interval_ms } = start
    const { log, recovered } = await WriteAheadLog.open({
      disk: this.disk,
      node: start.node,
      onDurable: (position, records) => core.durable(position, records),
      onFailure
    })
    this.log = log
    const snapshot = recovered.snapshot as Plain
    const records = recovered.records as Plain[]
    core.boot({ log, transport }, { generation, parameters, switches, recovered: { snapshot, records } })
    const port = await transport.listen(start.port)
    transport.connect()
    const loopGauges = createLoopGauges(sample_interval_ms)
    core.startSampling({ log, transport }, sample_interval_ms, () => ({
      send_queue_bytes: transport.queuedBytes,
      ...loopGauges()
    }))
    return { port, recovered_records: records.length, truncated_bytes: recovered.truncated_bytes }
  }

  setClock(settings: ClockSettings): void {
    this.core.setClock(settings)
  }

  setDisk(settings: DiskSettings): void {
    this.disk.change(settings)
  }

  /** Tells the protocol which deliberate bugs are on from now on. */
  setSwitches(switches: readonly string[]): void {
    this.switches = switches
    this.core.push({ kind: 'switches', switches })
  }

  /** Somebody has joined, leaves or has gone: connects to those who came, and tells the protocol. */
  setMembers({ history, peer_ports }: Members): void {
    const { members } = this
    for (const nodes of history.slice(members.history.length)) members.become(nodes)
    this.transport.setPeers(peer_ports)
    this.core.membersChanged()
  }

  /** See `NodeCore.mayStop`. */
  mayStop(): boolean {
    return this.core.mayStop()
  }

  /** Hands an operator command to the protocol; returns why it could not. */
  command({ command, arguments: given }: Command): string | null {
    const { description } = this.options.protocol
    if (!description.commands.some((known) => known.name === command)) return `${description.name} has no command ${command}`
    return this.core.push({ kind: 'command', command, arguments: given }) ? null : 'the node is still starting'
  }

  /** Nothing more is done or said in the protocol's name: what a node that failed must not do. */
  halt(): void {
    this.core.stop()
    this.transport.close()
  }

  /** Finishes the sync under way and closes everything. */
  async stop(): Promise<void> {
    this.halt()
    await this.log?.close()
  }
}
