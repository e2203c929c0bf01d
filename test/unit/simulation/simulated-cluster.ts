import { createHash } from 'node:crypto'
import type { Protocol } from '../../../src-node/protocols/contract'
import { findProtocol } from '../../../src-node/protocols/registry'
import { DEFAULT_TRACE, HEALTHY_DISK, TRUE_CLOCK } from '../../../src-node/node-core/conditions'
import type { TraceSettings } from '../../../src-node/node-core/conditions'
import { Simulation } from '../../../src-node/simulation/simulation'
import type { StartCondition } from '../../../src-node/simulation/simulation'
import { Fleet } from '../../../src-main/workload/fleet'
import type { EventBody, LinkCounters, TimedEvent } from '../../../src-shared/events'
import type { LinkId } from '../../../src-shared/ids'
import { changeSettings, CLEAR_LINK } from '../../../src-shared/network/netem'
import type { LinkSettingsChange } from '../../../src-shared/network/netem'
import { workloadSchema } from '../../../src-shared/scenario/sections/workload'
import type { Workload } from '../../../src-shared/scenario/sections/workload'

type Kind = EventBody['kind']
type Timed<K extends Kind> = Extract<TimedEvent, { readonly kind: K }>

export interface SimulatedClusterOptions {
  readonly protocol?: Protocol
  readonly nodes?: number
  readonly clients?: number
  readonly seed?: number
  readonly trace?: TraceSettings
  /** Of every link. */
  readonly link?: LinkSettingsChange
  readonly sample_interval_ms?: number
  readonly parameters?: Readonly<Record<string, number | boolean>>
}

/** A simulated Raft cluster and everything that it says. */
export class SimulatedCluster {
  readonly events: TimedEvent[] = []
  readonly nodes: readonly string[]
  readonly clients: readonly string[]
  readonly simulation: Simulation
  /** What nodes boot with. */
  readonly conditions = new Map<string, Partial<StartCondition>>()

  constructor(options: SimulatedClusterOptions = {}) {
    const { nodes = 3, clients = 0, seed = 1, trace = DEFAULT_TRACE, sample_interval_ms = 0 } = options
    const protocol = options.protocol ?? findProtocol('raft')
    this.nodes = Array.from({ length: nodes }, (_, i) => `n${i + 1}`)
    this.clients = Array.from({ length: clients }, (_, i) => `c${i + 1}`)
    const described = Object.entries(protocol.description.parameters)
    const defaults = Object.fromEntries(described.map(([name, parameter]) => [name, parameter.default]))
    this.simulation = new Simulation({
      protocol,
      nodes: this.nodes,
      clients: this.clients,
      seed,
      settingsOf: () => changeSettings(CLEAR_LINK, options.link ?? {}),
      parametersOf: () => ({ ...defaults, ...options.parameters }),
      conditionOf: (node) => ({
        clock: TRUE_CLOCK,
        disk: HEALTHY_DISK,
        service_us: 0,
        message_us: 0,
        switches: [],
        paused: false,
        ...this.conditions.get(node)
      }),
      trace,
      sample_interval_ms,
      emit: (event) => this.events.push(event)
    })
  }

  /** Lets so much time pass. */
  run(seconds: number): void {
    this.runUntil(() => false, seconds)
  }

  /** Lets time pass until the condition holds; false if that takes longer than `seconds`. */
  runUntil(condition: () => boolean, seconds = 10): boolean {
    const { scheduler } = this.simulation
    let is_over = false
    const cancel = scheduler.after(seconds * 1e6, () => (is_over = true))
    while (!is_over && !condition()) scheduler.step()
    cancel()
    return !is_over
  }

  ofKind<K extends Kind>(kind: K): Timed<K>[] {
    return this.events.filter((event): event is Timed<K> => event.kind === kind)
  }

  /** Who said last that it leads, if it still does. */
  leader(): string | null {
    const roles = this.ofKind('role')
    const claim = roles.filter(({ role }) => role === 'leader').at(-1)
    return claim && roles.filter(({ node }) => node === claim.node).at(-1) === claim ? claim.node : null
  }

  /** Starts the nodes and waits for the first leader, whose name is the answer. */
  elect(): string {
    this.simulation.startAll()
    if (!this.runUntil(() => this.leader() !== null)) throw new Error('no leader within 10 s')
    return this.leader()!
  }

  /** The newest counters of a link; needs a sample interval. */
  counters(link: LinkId): LinkCounters {
    const told = this.ofKind('links').filter(({ counters }) => link in counters)
    return told.at(-1)!.counters[link]!
  }

  /** Clients under this load. */
  fleet(workload: Partial<Workload> = {}): Fleet {
    const { scheduler } = this.simulation
    return new Fleet({
      clients: this.clients,
      nodes: this.nodes,
      policies: findProtocol('raft').description.policies,
      workload: { ...workloadSchema.parse({ clients: [...this.clients] }), ...workload },
      random: (name) => this.simulation.random(name),
      scheduler,
      connect: (...to) => this.simulation.connect(...to),
      emit: (event, t = scheduler.now_us()) => this.events.push(Object.assign({ t }, event))
    })
  }

  /** One word for the whole stream. */
  digest(): string {
    const hash = createHash('sha256')
    for (const event of this.events) hash.update(JSON.stringify(event)).update('\n')
    return hash.digest('hex')
  }
}
