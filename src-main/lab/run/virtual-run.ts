import { Simulation } from '../../../src-node/simulation/simulation'
import type { LiveInvariant, Protocol } from '../../../src-node/protocols/contract'
import type { TraceSettings } from '../../../src-node/node-core/conditions'
import { timedEvent } from '../../../src-shared/events'
import type { EventBody, EventOf, LabEvent, TimedEvent } from '../../../src-shared/events'
import { createClusterFold, foldCluster } from '../../../src-shared/folds/cluster'
import type { ClusterFold } from '../../../src-shared/folds/cluster'
import { createFollowingFold, foldFollowing } from '../../../src-shared/protocols/leadership/following'
import type { NodeId } from '../../../src-shared/ids'
import { simulatedKeys } from '../../../src-shared/keys'
import type { Intervention } from '../../../src-shared/faults/interventions'
import { ScenarioLinks } from '../../../src-shared/scenario/links'
import { rolesOf } from '../../../src-shared/scenario/members'
import { clientNames, nodeNames } from '../../../src-shared/scenario/schema'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { Fleet } from '../../workload/fleet'
import { runStartedEvent } from './run-started-event'
import { APPLIED_READS, createAppliedFold, foldApplied } from '../../../src-shared/folds/applied'
import type { FaultInjector } from '../faults/faults'
import type { EndReason } from './lab-run'
import { Lifecycle } from './lifecycle'
import { Nemesis } from '../faults/nemesis'
import { nodeParameters } from './cluster-parameters'
import { Sequencer } from './sequencer'
import { SAMPLE_INTERVAL_MS } from './settling'

/** Only what the run itself must know. */
const OWN_READS: readonly string[] = [
  'violation',
  'run-started',
  'member-joined',
  'member-left',
  'role',
  'node-paused',
  'node-resumed',
  'node-ready',
  ...APPLIED_READS
]

/** Somebody reached in when so many steps were done. */
export interface TimedIntervention {
  readonly step: number
  readonly intervention: Intervention
}

export interface VirtualRunOptions {
  readonly scenario: Scenario
  readonly protocol: Protocol
  readonly seed: number
  readonly trace: TraceSettings
  readonly invariants: readonly LiveInvariant[]
}

/**
 * A whole run in virtual time: world, clients, faults, and the order in which it settles. It goes on only by {@link step} and
 * {@link intervene}; scenario, seed and what is done after how many steps decide every event.
 */
export class VirtualRun {
  readonly applied = createAppliedFold()
  private readonly cluster: ClusterFold
  private readonly following = createFollowingFold()
  private readonly sequencer: Sequencer
  private readonly simulation: Simulation
  private readonly nemesis: Nemesis
  private readonly lifecycle: Lifecycle
  private fleet!: Fleet
  private batch: LabEvent[] = []
  /** Violations of live invariants so far. */
  readonly violations: EventOf<'violation'>[] = []

  constructor(private readonly options: VirtualRunOptions) {
    const { scenario, protocol, seed, trace } = options
    const nodes = nodeNames(scenario)
    const clients = clientNames(scenario)
    const links = new ScenarioLinks(scenario)
    this.cluster = createClusterFold(protocol.description)
    this.sequencer = new Sequencer(options.invariants, [{ reads: OWN_READS, observe: (event) => this.observe(event) }])
    this.simulation = new Simulation({
      protocol,
      nodes,
      clients,
      seed,
      roles: rolesOf(scenario.cluster),
      settingsOf: links.settingsOf,
      parametersOf: nodeParameters(scenario, protocol.description),
      conditionOf: (node) => this.nemesis.conditionOf(node),
      trace,
      sample_interval_ms: SAMPLE_INTERVAL_MS,
      emit: (event) => this.appendEvent(event)
    })
    const { scheduler } = this.simulation
    const emit = (event: EventBody) => this.emit(event)
    this.nemesis = new Nemesis({
      scenario,
      links,
      seed,
      scheduler,
      injector: this.injector(),
      cluster: this.cluster,
      following: this.following,
      protocol: protocol.description,
      engine: 'simulation',
      no_pause: null,
      emit
    })
    this.lifecycle = this.createLifecycle()
    this.emit(runStartedEvent(scenario, 'simulation', seed, null))
    const settle = () => this.lifecycle.settle(() => {})
    this.lifecycle.start(settle, () => {})
  }

  /** Steps done so far; each handles one due moment of virtual time. */
  get steps(): number {
    return this.simulation.scheduler.steps
  }

  get now_us(): number {
    return this.simulation.scheduler.now_us()
  }

  /** When the next step is due; Infinity when nothing will ever happen by itself. */
  get next_us(): number {
    return this.isOver ? Infinity : this.simulation.scheduler.next_us
  }

  /** Number of the newest event. */
  get last_seq(): number {
    return this.sequencer.last_seq
  }

  /** Its time is over and it has settled, or it has been ended. */
  get isOver(): boolean {
    const { phase } = this.lifecycle
    return phase === 'settled' || phase === 'ended'
  }

  /** Nodes that are running now. */
  up(): NodeId[] {
    return this.simulation.up()
  }

  /** The next thing happens. False, and nothing, when the run is over or stands still for good. */
  step(): boolean {
    return !this.isOver && this.simulation.scheduler.step()
  }

  /**
   * Applies an intervention now and records it in the stream; returns the number of the fault it started, if any. Throws one
   * sentence when it cannot be applied (and records that, too).
   */
  intervene(intervention: Intervention): number | null {
    this.emit({ kind: 'intervention', step: this.steps, intervention })
    try {
      return this.applyIntervention(intervention)
    } catch (error) {
      this.emit({ kind: 'notice', level: 'warning', text: `This could not be done: ${(error as Error).message}.` })
      throw error
    }
  }

  /** Reaches in as somebody did before: what could not be done then leaves the same mark now. */
  replay({ intervention }: TimedIntervention): void {
    try {
      this.intervene(intervention)
    } catch {
      // The notice in the stream says why.
    }
  }

  /** Closes the stream. Nothing happens after it. */
  end(reason: EndReason, text?: string): void {
    this.lifecycle.end(reason, text)
  }

  /** Puts a notice into the stream. What it depends on must be this run alone, unless the run is over. */
  notice(level: 'info' | 'warning' | 'error', text: string): void {
    this.emit({ kind: 'notice', level, text })
  }

  /** Events that wait to be taken. */
  get waiting(): number {
    return this.batch.length
  }

  /** Takes out the events since the last time, in order. */
  take(): LabEvent[] {
    const { batch } = this
    this.batch = []
    return batch
  }

  private applyIntervention(intervention: Intervention): number | null {
    const { simulation, nemesis, fleet } = this
    switch (intervention.do) {
      case 'act':
        return nemesis.act(intervention.action, (refusal) => {
          if (refusal !== null) throw new Error(refusal)
        })
      case 'undo':
        nemesis.undo(intervention.fault)
        return null
      case 'workload':
        if (this.lifecycle.phase !== 'running') throw new Error('the load has ended: the run is about to')
        fleet.change({ ...intervention.workload, clients: clientNames(this.options.scenario) })
        return null
      case 'hold':
        simulation.hold(intervention.message)
        return null
      case 'deliver':
        simulation.deliver(intervention.message)
        return null
      case 'drop':
        simulation.drop(intervention.message)
        return null
      case 'skip':
        nemesis.skip(intervention.entry)
        return null
      case 'reseed':
        simulation.reseed(intervention.seed)
        nemesis.reseed(intervention.seed)
        return null
    }
  }

  private emit(body: EventBody): void {
    this.appendEvent(timedEvent(this.now_us, body))
  }

  private appendEvent(event: TimedEvent): void {
    if (this.lifecycle.phase !== 'ended') this.sequencer.appendEvent(event, this.batch)
  }

  /** Told of {@link OWN_READS}. */
  private observe(event: LabEvent): void {
    switch (event.kind) {
      case 'violation':
        this.violations.push(event)
        return
      case 'run-started':
      case 'member-joined':
      case 'member-left':
      case 'role':
      case 'node-paused':
      case 'node-resumed':
        return this.foldState(event)
      case 'node-started':
      case 'node-ready':
      case 'node-exited':
        this.foldState(event)
        return foldApplied(this.applied, event)
      case 'fact':
      case 'contents':
        return foldApplied(this.applied, event)
      default:
    }
  }

  private foldState(event: LabEvent): void {
    foldCluster(this.cluster, event)
    foldFollowing(this.following, event, this.cluster)
  }

  private createLifecycle(): Lifecycle {
    const { scenario, seed } = this.options
    const { simulation, applied, nemesis } = this
    return new Lifecycle({
      scenario,
      seed,
      scheduler: simulation.scheduler,
      cluster: {
        start: (done) => (simulation.startAll(), done(null)),
        up: () => simulation.up(),
        // One that starts is up within the time of its own recovery, which the run does not wait for.
        starting: () => [],
        applied,
        lag_ms: 0
      },
      clients: {
        start: (done) => ((this.fleet = this.createFleet()), done(null)),
        // Its operations end by their own timeout.
        drain: (_, done) => this.fleet.drain(() => done(null)),
        readAll: (reading, done) => this.fleet.finalReads(reading, ({ unread }) => done(null, unread))
      },
      faults: nemesis,
      emit: (event) => this.emit(event)
    })
  }

  /** Clients learn at once who takes part, and to whom a connection leads. */
  private tellClients(): void {
    this.fleet.setMembers(this.simulation.memberNodes, this.simulation.reachableNodes)
  }

  private createFleet(): Fleet {
    const { scenario, protocol } = this.options
    const { simulation } = this
    return new Fleet({
      clients: clientNames(scenario),
      nodes: nodeNames(scenario),
      workload: scenario.workload,
      policies: protocol.description.policies,
      ...(protocol.description.signed_requests && { keysOf: simulatedKeys }),
      random: (name) => simulation.random(name),
      scheduler: simulation.scheduler,
      connect: (client, node, handlers) => simulation.connect(client, node, handlers),
      emit: (event) => this.emit(event)
    })
  }

  /** Orders to the simulation on behalf of faults. */
  private injector(): FaultInjector {
    const { simulation } = this
    return {
      setLinks: (changes) => simulation.setLinks(changes),
      crash: (node) => simulation.crash(node),
      stop: (node) => simulation.stop(node),
      start: (node) => simulation.start(node),
      pause: (node) => simulation.pause(node),
      resume: (node) => simulation.resume(node),
      setClock: (node, clock) => simulation.setClock(node, clock),
      setDisk: (node, disk) => simulation.setDisk(node, disk),
      loseDisk: (node) => simulation.loseDisk(node),
      backUpDisk: (node) => simulation.backUpDisk(node),
      restoreDisk: (node) => simulation.restoreDisk(node),
      setSwitches: (node, switches) => simulation.setSwitches(node, switches),
      setAdversary: (on) => simulation.setAdversary(on),
      join: ({ name, role }) => {
        simulation.join(name, role)
        this.tellClients()
      },
      leave: (node, onGone) => {
        const gone = () => {
          this.tellClients()
          onGone()
        }
        simulation.leave(node, gone)
        this.tellClients()
      },
      command(node, command, given, outcome) {
        let refusal: string | null = null
        try {
          simulation.command(node, command, given)
        } catch (error) {
          refusal = (error as Error).message
        }
        outcome(refusal)
      }
    }
  }
}
