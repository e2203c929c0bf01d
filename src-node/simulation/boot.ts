import type { EventBody } from '../../src-shared/events'
import type { NodeId } from '../../src-shared/ids'
import { simulatedKeys } from '../../src-shared/keys'
import type { RandomStreams } from '../../src-shared/random'
import type { Cancel, Scheduler } from '../../src-shared/scheduler'
import type { Parameters } from '../../src-shared/description/protocol-description'
import type { ClockSettings, DiskSettings, TraceSettings } from '../node-core/conditions'
import { NodeCore } from '../node-core/node-core'
import type { Protocol } from '../protocols/contract'
import type { Membership } from '../node-core/membership'
import type { SimulatedDisk } from './disk'
import { SimulatedLog } from './log'
import type { Network } from './network/network'
import { SimulatedTransport } from './network/transport'
import type { VirtualScheduler } from './scheduler'
import { Task } from './scheduler'

/** How long a node is busy with what it has handled; what arrives meanwhile is handled at once when it is free again. */
const TURN_US = 50

/** A simulated process has none of its own. */
const NO_GAUGES = {}

/** What all nodes of a run share. */
export interface SimulationEnv {
  readonly protocol: Protocol
  readonly members: Membership
  readonly parametersOf: (node: NodeId) => Parameters
  readonly trace: TraceSettings
  readonly sample_interval_ms: number
  readonly scheduler: VirtualScheduler
  readonly network: Network
  readonly random: RandomStreams
  readonly emit: (event: EventBody) => void
}

export interface BootOptions {
  readonly env: SimulationEnv
  readonly node: NodeId
  /** 1 for the first start, one more for each restart. */
  readonly number: number
  readonly disk: SimulatedDisk
  readonly clock: ClockSettings
  readonly disk_settings: DiskSettings
  readonly service_us: number
  readonly message_us: number
  readonly switches: readonly string[]
  /** The node cannot go on. */
  readonly onFailure: (error: Error) => void
}

/** A node from one start to its end: its core with a network, a disk and time that are simulated. See `NodeRuntime`. */
export class Boot {
  readonly number: number
  private readonly core: NodeCore
  private readonly transport: SimulatedTransport
  private readonly log: SimulatedLog
  private disk_settings: DiskSettings
  private is_paused = false
  private is_over = false
  /** What came while the node was paused. */
  private queued_while_paused: (() => void)[] = []
  private busy_until_us = 0
  private readonly turn = new Turn(() => this.takeTurn())
  private is_turn_postponed = false
  /** Scheduler of this boot: callbacks are dropped after its end and deferred while it is paused. */
  private readonly scheduler: Scheduler = {
    now_us: () => this.options.env.scheduler.now_us(),
    after: (delay_us, run): Cancel => {
      const { scheduler } = this.options.env
      const call = new Call(this, run)
      scheduler.schedule(scheduler.now_us() + Math.max(0, Math.ceil(delay_us)), call)
      return () => {
        call.is_cancelled = true
        scheduler.cancel(call)
      }
    }
  }

  constructor(private readonly options: BootOptions) {
    const { env, node, number, disk, onFailure } = options
    this.number = number
    this.disk_settings = options.disk_settings
    this.core = this.createCore()
    this.transport = this.createTransport()
    this.log = new SimulatedLog({
      disk,
      settings: () => this.disk_settings,
      scheduler: this.scheduler,
      random: env.random(`${node}/${number}/disk`),
      onDurable: (position, records) => this.core.durable(position, records),
      onFailure
    })
  }

  /** Recovers, boots the protocol, listens and connects. Throws what `describeFailure` explains. */
  begin(): { recovered_records: number; truncated_bytes: number } {
    const { log, transport } = this
    const { env, node, disk, switches } = this.options
    const { snapshot, records, truncated_bytes } = disk.recover()
    const { generation } = disk
    const parameters = env.parametersOf(node)
    this.core.boot({ log, transport }, { generation, parameters, switches, recovered: { snapshot, records } })
    transport.open()
    if (env.sample_interval_ms > 0) this.core.startSampling({ log, transport }, env.sample_interval_ms, () => NO_GAUGES)
    return { recovered_records: records.length, truncated_bytes }
  }

  get isPaused(): boolean {
    return this.is_paused
  }

  /** Neither paused nor at its end. */
  get isRunning(): boolean {
    return !this.is_paused && !this.is_over
  }

  pause(): void {
    this.is_paused = true
  }

  /** What waited comes first and in one step, then the timers that have become due meanwhile. */
  resume(): void {
    this.is_paused = false
    this.beginTurn()
    for (const run of this.queued_while_paused.splice(0)) this.runWhenResumed(run)
    if (!this.is_turn_postponed) return
    this.is_turn_postponed = false
    this.scheduleTurn()
  }

  setClock(settings: ClockSettings): void {
    this.core.setClock(settings)
  }

  setDisk(settings: DiskSettings): void {
    this.disk_settings = settings
    this.log.settingsChanged()
  }

  /** Tells the protocol which deliberate bugs are on from now on. */
  setSwitches(switches: readonly string[]): void {
    this.runWhenResumed(() => this.core.push({ kind: 'switches', switches }))
  }

  /** Somebody has joined, leaves or has gone. */
  membersChanged(): void {
    this.runWhenResumed(() => {
      this.transport.setPeers()
      this.core.membersChanged()
    })
  }

  /** See `NodeCore.mayStop`. */
  mayStop(): boolean {
    return this.core.mayStop()
  }

  /** Hands an operator command to the protocol. */
  command(command: string, given: Readonly<Record<string, string | number | boolean>>): void {
    this.runWhenResumed(() => this.core.push({ kind: 'command', command, arguments: given }))
  }

  /** Ends everything at once, in the middle of whatever was going on. */
  crash(): void {
    this.is_over = true
    this.core.stop()
    this.transport.close()
    this.log.crash()
  }

  /** Ends in order, after the sync under way; `done` is called later, never from within. */
  stop(done: () => void): void {
    this.core.stop()
    this.transport.close()
    this.log.close(() => {
      this.is_over = true
      done()
    })
    if (this.is_paused) this.resume()
  }

  private createTransport(): SimulatedTransport {
    const { env, node, number } = this.options
    return new SimulatedTransport({
      network: env.network,
      node,
      boot: number,
      members: env.members,
      datagrams: env.protocol.description.datagrams === true,
      message_types: env.protocol.description.messages.map(({ name }) => name),
      tracer: this.core.tracer,
      scheduler: this.scheduler,
      random: env.random(`${node}/${number}/reconnect`),
      isRunning: () => this.isRunning,
      turn: (run) => this.runWhenResumed(run),
      onInput: (input) => void this.core.push(input)
    })
  }

  private createCore(): NodeCore {
    const { env, node, number, clock, service_us, message_us, onFailure } = this.options
    const { protocol, members, trace, emit, random } = env
    return new NodeCore({
      protocol,
      node,
      boot: number,
      members,
      clock,
      service_us,
      message_us,
      trace,
      scheduler: this.scheduler,
      random: random(`${node}/${number}`),
      keys: simulatedKeys(node),
      defer: (tick) => {
        this.turn.tick = tick
        if (env.scheduler.now_us() >= this.busy_until_us) this.takeTurn()
        else this.scheduleTurn()
      },
      emit,
      onFailure
    })
  }

  private scheduleTurn(): void {
    this.options.env.scheduler.schedule(this.busy_until_us, this.turn)
  }

  private takeTurn(): void {
    if (this.is_paused) this.is_turn_postponed = true
    if (this.is_paused || this.is_over) return
    this.beginTurn()
    this.turn.tick()
  }

  private beginTurn(): void {
    this.busy_until_us = this.options.env.scheduler.now_us() + TURN_US
  }

  /** Runs it now or, while the node is paused, when it goes on; never after its end. */
  runWhenResumed(run: () => void): void {
    if (this.is_paused) this.queued_while_paused.push(run)
    else if (!this.is_over) run()
  }
}

/** A callback in a boot's own time. */
class Call extends Task {
  is_cancelled = false

  constructor(
    private readonly boot: Boot,
    private readonly callback: () => void
  ) {
    super()
  }

  run(): void {
    if (this.boot.isRunning) this.callback()
    else this.boot.runWhenResumed(() => this.is_cancelled || this.callback())
  }
}

/** What the node handles when it is free again; it has at most one coming. */
class Turn extends Task {
  tick: () => void = () => {}

  constructor(readonly run: () => void) {
    super()
  }
}
