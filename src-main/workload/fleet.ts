import type { Connect } from '../../src-shared/client-connection'
import type { EventBody } from '../../src-shared/events'
import type { ClientId, NodeId } from '../../src-shared/ids'
import type { Keys } from '../../src-shared/keys'
import type { PolicyDescriptions } from '../../src-shared/description/protocol-description'
import type { RandomStreams } from '../../src-shared/random'
import type { Workload } from '../../src-shared/scenario/sections/workload'
import type { Cancel, Scheduler } from '../../src-shared/scheduler'
import { Client } from './client'
import { runFinalReads } from './final-reads'
import type { FinalReadOptions, FinalReadCounts } from './final-reads'
import { KnownValues } from './known-values'
import { startLoad } from './start-load'
import type { Load } from './load'

const DRAIN_LOOK_US = 5_000
const SHORTFALL_EVERY_US = 500_000

export interface FleetOptions {
  readonly clients: readonly ClientId[]
  readonly nodes: readonly NodeId[]
  readonly workload: Workload
  /** What the protocol leaves to whoever asks. */
  readonly policies: PolicyDescriptions
  /** Absent: the protocol has nobody sign anything. */
  readonly keysOf?: (client: ClientId) => Keys
  readonly random: RandomStreams
  readonly scheduler: Scheduler
  readonly connect: Connect
  /** `t` as the event's moment where that has been read already; otherwise now. */
  readonly emit: (event: EventBody, t?: number) => void
}

/** All clients of a run, and the load that they carry: in the client process as in a simulation. */
export class Fleet {
  private readonly clients: readonly Client[]
  private readonly known = new KnownValues()
  /** Open loop: operations that were due and not started, per client since the run began. */
  private readonly not_started = new Map<Client, number>()
  private readonly shortfallText = new Set<Client>()
  private cancelShortfall: Cancel = () => {}
  private workload: Workload
  private load: Load | null = null
  private cancelStart: Cancel = () => {}
  /** Loads begun so far: each draws from streams of its own. */
  private loads = 0

  constructor(private readonly options: FleetOptions) {
    this.workload = options.workload
    const { clients, nodes, random, scheduler, connect, emit, workload, policies, keysOf } = options
    this.clients = clients.map(
      (client, i) =>
        new Client({
          client,
          nodes,
          first_node: i,
          policies,
          keys: keysOf?.(client),
          request_options: workload,
          random: random(`${client}/retry`),
          scheduler,
          connect,
          emit
        })
    )
    this.watchShortfall()
    this.begin()
  }

  /** Replaces the load; what is open ends under the old one. Clients beyond those of the start do not come to be. */
  change(workload: Workload): void {
    this.pause()
    this.workload = workload
    for (const client of this.clients) client.request_options = workload
    this.begin()
  }

  /** Clients choose from these nodes from now on; `reachable`: to which connections lead, those included that are about to leave. */
  setMembers(nodes: readonly NodeId[], reachable: readonly NodeId[]): void {
    for (const client of this.clients) client.setMembers(nodes, reachable)
  }

  /** Invokes nothing more; `done` is called when nothing is open any more, at most the operations' timeout from now. */
  drain(done: () => void): void {
    this.pause()
    const look = (): void => {
      if (this.clients.some((client) => client.open_count > 0)) return void this.options.scheduler.after(DRAIN_LOOK_US, look)
      this.reportShortfall()
      done()
    }
    this.options.scheduler.after(0, look)
  }

  /** Reads every key that was written, as part of the history. `done` is called later, never from within. */
  finalReads(reading: FinalReadOptions, done: (reads: FinalReadCounts) => void): void {
    runFinalReads(this.known.written, this.clients, this.workload, reading, this.options.scheduler, done)
  }

  /** Ends all connections and timers. */
  stop(): void {
    this.pause()
    this.cancelShortfall()
    this.reportShortfall()
    for (const client of this.clients) client.close()
  }

  private begin(): void {
    const { scheduler } = this.options
    const wait_us = this.workload.start * 1000 - scheduler.now_us()
    if (wait_us > 0) this.cancelStart = scheduler.after(wait_us, () => this.begin())
    else this.load = this.startLoad()
  }

  private startLoad(): Load {
    const { workload, known, options } = this
    const load = ++this.loads
    return startLoad({
      clients: this.activeClients(),
      workload,
      random: (name) => options.random(load === 1 ? name : `${name}/${load}`),
      known,
      scheduler: options.scheduler,
      from_us: load === 1 ? 0 : options.scheduler.now_us(),
      onNotStarted: (client) => this.notStarted(client)
    })
  }

  /** The workload's clients: the first so many, or those named. */
  private activeClients(): readonly Client[] {
    const wanted = this.workload.clients
    return typeof wanted === 'number' ? this.clients.slice(0, wanted) : this.clients.filter(({ id }) => wanted.includes(id))
  }

  private pause(): void {
    this.cancelStart()
    this.load?.stop()
    this.load = null
  }

  private notStarted(client: Client): void {
    this.not_started.set(client, (this.not_started.get(client) ?? 0) + 1)
    this.shortfallText.add(client)
  }

  private watchShortfall(): void {
    this.cancelShortfall = this.options.scheduler.after(SHORTFALL_EVERY_US, () => {
      this.reportShortfall()
      this.watchShortfall()
    })
  }

  private reportShortfall(): void {
    for (const client of this.shortfallText) {
      this.options.emit({ kind: 'sample', node: client.id, values: { not_started: this.not_started.get(client)! } })
    }
    this.shortfallText.clear()
  }
}
