import type { EventBody } from '../../src-shared/events'
import type { NodeId } from '../../src-shared/ids'
import type { RandomStreams } from '../../src-shared/random'
import type { Cancel, Scheduler } from '../../src-shared/scheduler'
import type { Parameters } from '../../src-shared/description/protocol-description'
import type { RuntimeSeries } from '../../src-shared/description/runtime-series'
import type { Protocol } from '../protocols/contract'
import type { ClockSettings, DiskSettings, TraceSettings } from '../runtime/control'
import { Driver } from '../runtime/driver'
import { withoutFacts } from '../runtime/without-facts'
import { LogicalClock } from '../runtime/logical-clock'
import { Tracer } from '../runtime/network/tracer'
import { createNodeClock } from '../runtime/node-clock'
import type { NodeClock } from '../runtime/node-clock'
import { ProtocolTimers } from '../runtime/timers'
import { createTraceBudget } from '../runtime/trace-budget'
import type { SimulatedDisk } from './disk'
import { SimulatedLog } from './log'
import type { Network } from './network/network'
import { SimulatedTransport } from './network/transport'
import type { VirtualScheduler } from './scheduler'
import { Task } from './scheduler'

/** How long a node is busy with what it has handled; what arrives meanwhile is handled at once when it is free again. */
const TURN_US = 50

/** What all nodes of a run share. */
export interface SimulationEnv {
  readonly protocol: Protocol
  readonly nodes: readonly NodeId[]
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
  readonly switches: readonly string[]
  /** The node cannot go on. */
  readonly onFailure: (error: Error) => void
}

/** A node from one start to its end: wires driver, log, network, timers and clock together, like `NodeProcess`. */
export class Boot {
  readonly number: number
  private readonly clock: NodeClock
  private readonly timers: ProtocolTimers
  private readonly transport: SimulatedTransport
  private readonly log: SimulatedLog
  private readonly driver: Driver
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
    this.clock = createNodeClock(this.scheduler.now_us, options.clock)
    this.timers = new ProtocolTimers({ clock: this.clock, scheduler: this.scheduler, wake: () => this.driver.wake() })
    this.transport = this.createTransport()
    this.log = new SimulatedLog({
      disk,
      settings: () => this.disk_settings,
      scheduler: this.scheduler,
      random: env.random(`${node}/${number}/disk`),
      onDurable: (position, records) => this.driver.durable(position, records),
      onFailure
    })
    this.driver = this.createDriver()
  }

  /** Recovers, boots the protocol, listens and connects. Throws what `describeFailure` explains. */
  begin(): { recovered_records: number; truncated_bytes: number } {
    const { env, node: id, disk, switches } = this.options
    const { snapshot, records, truncated_bytes } = disk.recover()
    this.driver.boot({
      id,
      generation: disk.generation,
      nodes: env.nodes,
      parameters: env.parametersOf(id),
      switches,
      recovered: { snapshot, records }
    })
    this.transport.open()
    if (env.sample_interval_ms > 0) this.sampleRegularly()
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
    this.clock.set(settings)
    this.timers.clockChanged()
  }

  setDisk(settings: DiskSettings): void {
    this.disk_settings = settings
    this.log.settingsChanged()
  }

  /** Tells the protocol which deliberate bugs are on from now on. */
  setSwitches(switches: readonly string[]): void {
    this.runWhenResumed(() => this.driver.push({ kind: 'switches', switches }))
  }

  /** Hands an operator command to the protocol. */
  command(command: string, given: Readonly<Record<string, string | number | boolean>>): void {
    this.runWhenResumed(() => this.driver.push({ kind: 'command', command, arguments: given }))
  }

  /** Ends everything at once, in the middle of whatever was going on. */
  crash(): void {
    this.is_over = true
    this.driver.stop()
    this.transport.close()
    this.log.crash()
  }

  /** Ends in order, after the sync under way; `done` is called later, never from within. */
  stop(done: () => void): void {
    this.driver.stop()
    this.timers.close()
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
      nodes: env.nodes,
      message_types: env.protocol.description.messages,
      tracer: this.createTracer(),
      scheduler: this.scheduler,
      random: env.random(`${node}/${number}/reconnect`),
      isRunning: () => this.isRunning,
      turn: (run) => this.runWhenResumed(run),
      onInput: (input) => this.driver.push(input)
    })
  }

  private createTracer(): Tracer {
    const { env, node, number } = this.options
    const { trace, nodes, emit } = env
    const onSampling = (keep_one_in: number) => emit({ kind: 'sampling', source: node, keep_one_in })
    // Clocks that no event would show are not kept.
    const is_clocked = trace.logical_clocks && trace.messages_per_s > 0
    return new Tracer({
      self: node,
      boot: number,
      clock: is_clocked ? new LogicalClock(nodes.length, nodes.indexOf(node)) : null,
      budget: createTraceBudget(trace.messages_per_s, this.scheduler.now_us, onSampling),
      emit
    })
  }

  private createDriver(): Driver {
    const { env, node, number, onFailure } = this.options
    const { protocol, trace, emit, random } = env
    return new Driver({
      protocol,
      log: this.log,
      transport: this.transport,
      timers: this.timers,
      emit: trace.facts ? emit : withoutFacts(emit),
      now_us: () => this.clock.now_us(),
      random: random(`${node}/${number}`),
      defer: (tick) => {
        this.turn.tick = tick
        if (env.scheduler.now_us() >= this.busy_until_us) this.takeTurn()
        else this.scheduleTurn()
      },
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

  private sampleRegularly(): void {
    const { env, node } = this.options
    let last = { ...this.log.counters }
    const sample = (): void => {
      const { counters } = this.log
      env.emit({ kind: 'sample', node, values: { ...this.driver.sample(), ...this.gauges(last) } })
      last = { ...counters }
      this.scheduler.after(env.sample_interval_ms * 1000, sample)
    }
    this.scheduler.after(env.sample_interval_ms * 1000, sample)
  }

  /** The runtime's own gauges, as far as virtual time knows them. */
  private gauges(last: SimulatedLog['counters']): Partial<Record<RuntimeSeries, number>> {
    const { counters } = this.log
    const { frames_sent, frames_received, frames_corrupt, frames_dropped } = this.transport.counters
    const batches = counters.batches - last.batches
    return {
      // Without a sync there is no mean of them.
      ...(batches > 0 && {
        sync_ms: (counters.busy_us - last.busy_us) / 1000 / batches,
        sync_batch: (counters.records - last.records) / batches
      }),
      open_requests: this.transport.openRequests,
      frames_sent,
      frames_received,
      frames_corrupt,
      frames_dropped: Object.values(frames_dropped).reduce((sum, count) => sum + count, 0),
      clock_error_ms: (this.clock.now_us() - this.scheduler.now_us()) / 1000
    }
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
