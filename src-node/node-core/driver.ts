import type { ClockInterval } from '../../src-shared/clock/interval'
import type { NodeId } from '../../src-shared/ids'
import type { ProtocolEvent } from '../../src-shared/events'
import type { Keys } from '../../src-shared/keys'
import type {
  Boot,
  ClientReply,
  ClientRequest,
  Context,
  Effect,
  Input,
  Plain,
  Protocol,
  ProtocolMessage
} from '../protocols/contract'

/** The driver's side of the write-ahead log; see `WriteAheadLog`. */
export interface DriverLog {
  readonly position: number
  append(record: Plain): void
  saveSnapshot(snapshot: Plain, records: readonly Plain[]): void
  flush(): void
}

/** The driver's side of the network; see `Transport`. Frames gather until `flush`, which writes once per socket. */
export interface DriverTransport {
  send(to: NodeId, message: ProtocolMessage): void
  reply(request: number, reply: ClientReply): void
  flush(): void
}

/** The driver's side of the timers; see `ProtocolTimers`. */
export interface DriverTimers {
  set(timer: string, delay_us: number): void
  clear(timer: string): void
  takeDue(): readonly string[]
}

export interface DriverOptions {
  readonly protocol: Protocol
  readonly log: DriverLog
  readonly transport: DriverTransport
  readonly timers: DriverTimers
  readonly emit: (event: ProtocolEvent) => void
  readonly now_us: () => number
  readonly random: () => number
  readonly keys?: Keys
  /** Runs the function once everything that the sockets have to say by now has been pushed. */
  readonly defer: (run: () => void) => void
  /** The protocol threw. The driver does nothing from then on. */
  readonly onFailure: (error: Error) => void
}

const NO_GROUPS: ReadonlyMap<string, Readonly<Record<string, number>>> = new Map()

type AnyInput = Input<ProtocolMessage>
type AnyEffect = Effect<ProtocolMessage, Plain, Plain>
type Outgoing = Extract<AnyEffect, { kind: 'send' | 'reply' }>

/** Nobody adds to it. */
const NO_INPUTS: AnyInput[] = []

/**
 * Runs a protocol by the contract's one rule: all waiting inputs in one step; what may leave at once leaves with the same tick's
 * writes; everything appended is synced as one batch; what must not be seen before it is durable is held until then.
 */
export class Driver {
  private state: unknown
  private waiting: AnyInput[] = NO_INPUTS
  private readonly held: { position: number; effect: Outgoing }[] = []
  private durable_position = 0
  private scheduled = false
  private stopped = false

  private readonly boundTick = () => this.tick()
  private readonly guardedTick = () => this.guarded(this.boundTick)

  constructor(private readonly options: DriverOptions) {}

  /** Boots the protocol with what the disk held. Throws what the protocol throws. */
  boot(boot: Boot<Plain, Plain>): void {
    const { state, effects } = this.options.protocol.boot(boot, this.context())
    this.state = state
    this.apply(effects)
    this.flush()
  }

  /** Queues an input for the step at the end of this turn of the event loop. What the protocol does not offer is rejected at once. */
  push(input: AnyInput): void {
    if (input.kind === 'request' && !this.offers(input.request)) return this.reject(input.request)
    // The first of a step is nearly always the only one.
    if (this.waiting.length === 0) this.waiting = [input]
    else this.waiting.push(input)
    this.wake()
  }

  /** Makes sure that a tick comes, for instance because a timer may be due. */
  wake(): void {
    if (this.scheduled || this.stopped) return
    this.scheduled = true
    this.options.defer(this.guardedTick)
  }

  /** The log is on disk up to `position`: lets out what waited for it. */
  durable(position: number, records: number): void {
    this.guarded(() => this.becameDurable(position, records))
  }

  private becameDurable(position: number, records: number): void {
    if (this.stopped) return
    this.durable_position = position
    const { held } = this
    while (held.length > 0 && held[0]!.position <= position) this.releaseDurable(held.shift()!.effect)
    this.push({ kind: 'durable', records })
  }

  /** The protocol's gauges. */
  sample(): Readonly<Record<string, number>> {
    return this.options.protocol.sample(this.state)
  }

  /** See `Protocol.believedTime`. */
  believedTime(now_us: number): ClockInterval | null {
    return this.options.protocol.believedTime?.(this.state, now_us) ?? null
  }

  /** See `Protocol.mayStop`. */
  mayStop(): boolean {
    return this.options.protocol.mayStop?.(this.state) ?? true
  }

  sampleGroups(): ReadonlyMap<string, Readonly<Record<string, number>>> {
    return this.options.protocol.sampleGroups?.(this.state) ?? NO_GROUPS
  }

  /** Nothing is stepped or let out from now on. */
  stop(): void {
    this.stopped = true
  }

  private offers({ operation }: ClientRequest): boolean {
    return this.options.protocol.description.operations.includes(operation.f)
  }

  private reject({ request, operation }: ClientRequest): void {
    const error = `${this.options.protocol.description.name} has no operation ${operation.f}`
    this.options.transport.reply(request, { status: 'rejected', error })
    this.wake()
  }

  private tick(): void {
    this.scheduled = false
    if (this.stopped) return
    this.step(this.takeWaiting())
    // Timers last: what has already arrived may put them off (a paused node finds its leader's heartbeats waiting).
    const due = this.options.timers.takeDue()
    if (due.length > 0) this.step(due.map((timer) => ({ kind: 'timer', timer })))
    this.flush()
  }

  private takeWaiting(): AnyInput[] {
    const inputs = this.waiting
    this.waiting = NO_INPUTS
    return inputs
  }

  private step(inputs: readonly AnyInput[]): void {
    if (inputs.length > 0) this.apply(this.options.protocol.step(this.state, inputs, this.context()))
  }

  private apply(effects: readonly AnyEffect[]): void {
    const { log, timers, emit } = this.options
    let waits_for_sync = false
    for (const effect of effects) {
      switch (effect.kind) {
        case 'send':
        case 'reply':
          if (effect.after === 'now') this.releaseDurable(effect)
          else waits_for_sync = true
          break
        case 'set-timer':
          timers.set(effect.timer, effect.delay_us)
          break
        case 'clear-timer':
          timers.clear(effect.timer)
          break
        case 'append':
          log.append(effect.record)
          break
        case 'save-snapshot':
          log.saveSnapshot(effect.snapshot, effect.records)
          break
        case 'emit':
          emit(effect.event)
          break
      }
    }
    // Only now is known what the whole step appended, which is what its held effects wait for.
    if (waits_for_sync) this.hold(effects, log.position)
  }

  private hold(effects: readonly AnyEffect[], position: number): void {
    for (const effect of effects) {
      const { kind } = effect
      if ((kind !== 'send' && kind !== 'reply') || effect.after === 'now') continue
      if (position <= this.durable_position) this.releaseDurable(effect)
      else this.held.push({ position, effect })
    }
  }

  private releaseDurable(effect: Outgoing): void {
    if (effect.kind === 'send') this.options.transport.send(effect.to, effect.message)
    else this.options.transport.reply(effect.request, effect.reply)
  }

  /** Frames first: followers then work while this node syncs. */
  private flush(): void {
    this.options.transport.flush()
    this.options.log.flush()
  }

  private context(): Context {
    const { now_us, random, keys } = this.options
    return { now_us: now_us(), random, keys }
  }

  /** What throws ends the node: its state is not to be trusted from then on. */
  private guarded(run: () => void): void {
    try {
      run()
    } catch (error) {
      this.stopped = true
      this.options.onFailure(error as Error)
    }
  }
}
