import { setTimeout as sleep } from 'node:timers/promises'
import type { EventBody } from '../../src-shared/events'
import type { Workload } from '../../src-shared/scenario/schema'
import { createTraceBudget } from '../../src-node/runtime/trace-budget'
import { Client } from './client'
import type { ClientsStart } from './control'
import { readFinally } from './final-reads'
import type { FinalReads } from './final-reads'
import { KnownValues } from './known-values'
import { startLoad } from './load'
import type { Load } from './load'
import { createRandom } from '../../src-shared/random'

const DRAIN_LOOK_MS = 5
const SHORTFALL_EVERY_MS = 500

/** All clients of a run, and the load that they carry. */
export class Fleet {
  private readonly clients: readonly Client[]
  private readonly known = new KnownValues()
  /** Open loop: operations that were due and not started, per client since the run began. */
  private readonly not_started = new Map<Client, number>()
  private readonly shortfallNews = new Set<Client>()
  private readonly shortfallTimer: NodeJS.Timeout
  private workload: Workload
  private load: Load | null = null
  private startTimer: NodeJS.Timeout | null = null
  /** Loads begun so far: each draws from streams of its own. */
  private loads = 0

  constructor(
    private readonly options: ClientsStart,
    private readonly now_us: () => number,
    private readonly emit: (event: EventBody, t?: number) => void
  ) {
    this.workload = options.workload
    const { clients, nodes, ports, seed, trace, workload } = options
    const budget = createTraceBudget(trace.messages_per_s, now_us, (keep_one_in) =>
      emit({ kind: 'sampling', source: 'clients', keep_one_in })
    )
    this.clients = clients.map(
      (client, i) =>
        new Client({
          client,
          nodes,
          ports: ports[client]!,
          first_node: i,
          follow_leader: workload.follow_leader,
          random: createRandom(seed, `${client}/retry`),
          now_us,
          budget,
          emit
        })
    )
    this.shortfallTimer = setInterval(() => this.reportShortfall(), SHORTFALL_EVERY_MS)
    this.begin()
  }

  /** Replaces the load; what is open ends under the old one. Clients beyond those of the start do not come to be. */
  change(workload: Workload): void {
    this.pause()
    this.workload = workload
    for (const client of this.clients) client.follow_leader = workload.follow_leader
    this.begin()
  }

  /** Invokes nothing more and waits for what is open, at most the operations' timeout. */
  async drain(): Promise<void> {
    this.pause()
    while (this.clients.some((client) => client.open_count > 0)) await sleep(DRAIN_LOOK_MS)
    this.reportShortfall()
  }

  /** Reads every key that was written, as part of the history. */
  finalReads(timeout_ms: number): Promise<FinalReads> {
    return readFinally(this.known.written, this.clients, this.workload, timeout_ms, this.now_us)
  }

  /** Ends all connections and timers. */
  stop(): void {
    this.pause()
    clearInterval(this.shortfallTimer)
    this.reportShortfall()
    for (const client of this.clients) client.close()
  }

  private begin(): void {
    const wait_ms = this.workload.start - this.now_us() / 1000
    if (wait_ms > 0) this.startTimer = setTimeout(() => this.begin(), Math.ceil(wait_ms))
    else this.load = this.startLoad()
  }

  private startLoad(): Load {
    const { workload, known, now_us } = this
    this.loads++
    return startLoad({
      clients: this.activeClients(),
      workload,
      seed: this.options.seed + this.loads - 1,
      known,
      now_us,
      onNotStarted: (client) => this.notStarted(client)
    })
  }

  /** The workload's clients: the first so many, or those named. */
  private activeClients(): readonly Client[] {
    const wanted = this.workload.clients
    return typeof wanted === 'number' ? this.clients.slice(0, wanted) : this.clients.filter(({ id }) => wanted.includes(id))
  }

  private pause(): void {
    if (this.startTimer) clearTimeout(this.startTimer)
    this.startTimer = null
    this.load?.stop()
    this.load = null
  }

  private notStarted(client: Client): void {
    this.not_started.set(client, (this.not_started.get(client) ?? 0) + 1)
    this.shortfallNews.add(client)
  }

  private reportShortfall(): void {
    for (const client of this.shortfallNews) {
      this.emit({ kind: 'sample', node: client.id, values: { not_started: this.not_started.get(client)! } })
    }
    this.shortfallNews.clear()
  }
}
