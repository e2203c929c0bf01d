/** The world in virtual time: nodes, network and disks of one run, everything on one thread and drawn from one seed. */
import type { ClientConnection, ConnectionHandlers } from '../../src-shared/client-connection'
import type { MessageRef, TimedEvent } from '../../src-shared/events'
import type { LinkChange } from '../../src-shared/faults'
import type { ClientId, LinkId, NodeId } from '../../src-shared/ids'
import type { MessageCopy } from '../../src-shared/interventions'
import type { LinkSettings } from '../../src-shared/network/netem'
import type { Parameters } from '../../src-shared/protocol-description'
import type { Protocol } from '../protocols/contract'
import type { ClockSettings, DiskSettings, TraceSettings } from '../runtime/control'
import { VirtualScheduler } from './scheduler'

/** What faults want of a node that is about to start. */
export interface StartCondition {
  readonly clock: ClockSettings
  readonly disk: DiskSettings
  readonly switches: readonly string[]
  readonly paused: boolean
}

export interface SimulationOptions {
  readonly protocol: Protocol
  readonly nodes: readonly NodeId[]
  readonly clients: readonly ClientId[]
  readonly seed: number
  /** Every directed link of the run with its settings before any fault; see `scenarioLinks`. */
  readonly links: ReadonlyMap<LinkId, LinkSettings>
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

/** What a link is changed to: only what is named changes. */
export type LinkOrder = LinkChange & { readonly link: LinkId }

/** One simulated world. Everything happens within `scheduler.step()` and the calls below, never in between. */
export declare class Simulation {
  /** Virtual time; the workload and the timeline run on it too. */
  readonly scheduler: VirtualScheduler
  constructor(options: SimulationOptions)
  /** A stream of random numbers uniform in [0, 1) that {@link reseed} reaches, too. */
  random(name: string): () => number
  /** Starts every node. */
  startAll(): void
  /** Starts a node again; does nothing when it is up. One that is still stopping starts when it has stopped. */
  start(node: NodeId): void
  /** `kill -9`. */
  crash(node: NodeId): void
  /** An orderly stop: the sync under way ends first. */
  stop(node: NodeId): void
  pause(node: NodeId): void
  resume(node: NodeId): void
  setClock(node: NodeId, clock: ClockSettings): void
  setDisk(node: NodeId, disk: DiskSettings): void
  setSwitches(node: NodeId, switches: readonly string[]): void
  /** Hands an operator command to a node. Throws one sentence where it cannot. */
  command(node: NodeId, command: string, given: Readonly<Record<string, string | number | boolean>>): void
  /** Changes links, all in this moment. Throws, and changes none, if there is no such link. */
  setLinks(changes: readonly LinkOrder[]): void
  /** Nodes that are ready and not paused, in the run's order. */
  up(): NodeId[]
  /** A client's connection to a node; see `Connect`. */
  connect(client: ClientId, node: NodeId, handlers: ConnectionHandlers): ClientConnection
  /** Every copy in flight, held ones included, in the order in which they were sent. */
  inFlight(): CopyInFlight[]
  /** The copy waits until somebody delivers or drops it. Throws one sentence if it is not in flight, like the two below. */
  hold(copy: MessageCopy): void
  /** The copy arrives now, whatever its link would have done. */
  deliver(copy: MessageCopy): void
  drop(copy: MessageCopy): void
  /** Everything random draws from this seed from now on. */
  reseed(seed: number): void
}
