import type { Protocol } from '../../../src-node/protocols/contract'
import { DEFAULT_TRACE } from '../../../src-node/node-core/conditions'
import { newRunSecret } from '../../../src-node/runtime/network/hello'
import { createRunClock } from '../../../src-node/runtime/run-clock'
import { createSystemScheduler } from '../../../src-node/runtime/system-scheduler'
import type { EventBody, LabEvent, ProcessState, TimedEvent } from '../../../src-shared/events'
import type { FaultAction } from '../../../src-shared/faults/actions'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import { definitionOf } from '../../../src-shared/protocols/registry'
import type { RunFold } from '../../../src-shared/folds/run'
import { createFollowingFold, foldFollowing } from '../../../src-shared/protocols/leadership/following'
import { linkId } from '../../../src-shared/ids'
import type { ClientId, NodeId } from '../../../src-shared/ids'
import { ScenarioLinks } from '../../../src-shared/scenario/links'
import { rolesOf } from '../../../src-shared/scenario/members'
import type { Member } from '../../../src-shared/scenario/members'
import { clientNames, nodeNames } from '../../../src-shared/scenario/schema'
import type { Scenario } from '../../../src-shared/scenario/schema'
import type { Workload } from '../../../src-shared/scenario/sections/workload'
import type { Scheduler } from '../../../src-shared/scheduler'
import { runStartedEvent } from './run-started-event'
import { createAppliedFold, foldApplied } from '../../../src-shared/folds/applied'
import { ClientsProcess } from '../nodes/clients-process'
import { Cluster } from '../nodes/cluster'
import { createDeferred, within } from '../deferred'
import { EventStream } from './event-stream'
import type { BatchListener } from './event-stream'
import { FabricProcess } from '../nodes/fabric-process'
import type { FaultInjector } from '../faults/faults'
import { RunHistory } from './history'
import type { EndReason, LabRun } from './lab-run'
import { Lifecycle } from './lifecycle'
import { limitsOf } from '../limits'
import { Nemesis } from '../faults/nemesis'
import { nodeParameters } from './cluster-parameters'
import { SchedulingDelayMonitor } from './scheduling-delay'
import type { Reaper } from '../reaper/reaper'
import { SAMPLE_INTERVAL_MS } from './settling'
import { createLiveChecks } from './live-checks'

/** How long the programs may take to load on a busy machine. */
const LOAD_MS_MAX = 20_000
/** After this time the stream shows what has happened until now, also on a busy machine. */
const STREAM_LAG_MS = 250
export interface RunOptions {
  readonly scenario: Scenario
  readonly protocol: Protocol
  readonly seed: number
  readonly reaper: Reaper
  /** Of the nodes' processes; see `os.setPriority`. */
  readonly node_priority: number
}

/** A run on real processes: nodes, proxies and clients. */
export class Run implements LabRun {
  private readonly nodes: readonly NodeId[]
  private readonly clients: readonly ClientId[]
  readonly fold: RunFold
  private readonly following = createFollowingFold()
  readonly applied = createAppliedFold()
  readonly history = new RunHistory()
  readonly started_at = new Date().toISOString()
  readonly over = createDeferred<{ readonly reason: EndReason; readonly text?: string }>()
  private epoch_ns = process.hrtime.bigint()
  private now_us = createRunClock(this.epoch_ns)
  private readonly stream: EventStream
  private readonly fabric: FabricProcess
  private readonly cluster: Cluster
  private readonly load: ClientsProcess | null
  private readonly links: ScenarioLinks
  private readonly nemesis: Nemesis
  private readonly delay_monitor = new SchedulingDelayMonitor()
  private readonly data_dir: string
  private readonly secret = newRunSecret()
  private readonly lifecycle: Lifecycle
  /** Nodes whose links are being opened. */
  private readonly joining = new Set<NodeId>()
  /** Said before the run began; its first event is the one that says so. */
  private early_notices: EventBody[] | null = []

  /** Begins to load the processes. */
  constructor(private readonly options: RunOptions) {
    const { scenario, protocol, seed, reaper } = options
    this.nodes = nodeNames(scenario)
    this.clients = clientNames(scenario)
    this.links = new ScenarioLinks(scenario)
    this.fold = createRunFold(definitionOf(protocol.description))
    this.data_dir = reaper.createFolder()
    this.stream = new EventStream({
      now_us: () => this.now_us(),
      invariants: createLiveChecks(scenario, protocol)
    })
    this.stream.subscribe((events) => this.observe(events))
    const onEvents = (events: TimedEvent[]) => this.stream.push(events)
    const onEnd = (text: string) => this.over.resolve({ reason: 'failed', text })
    this.fabric = new FabricProcess(reaper, onEvents, onEnd)
    this.cluster = this.createCluster(onEvents)
    this.load = this.clients.length > 0 ? new ClientsProcess(reaper, onEvents, onEnd) : null
    const scheduler = createSystemScheduler(() => this.now_us())
    this.nemesis = new Nemesis({
      scenario,
      links: this.links,
      seed,
      scheduler,
      injector: this.injector(),
      cluster: this.fold.cluster,
      following: this.following,
      protocol: protocol.description,
      engine: 'processes',
      no_pause: limitsOf(process.platform).pause,
      emit: (event) => this.stream.emit(event)
    })
    this.lifecycle = this.createLifecycle(scheduler)
  }

  subscribe(listener: BatchListener): () => void {
    return this.stream.subscribe(listener)
  }

  /** The run's time begins when all processes are loaded. */
  async start(): Promise<void> {
    const loaded = Promise.all([this.fabric.loaded, this.cluster.loaded(), this.load?.loaded])
    await within(loaded, LOAD_MS_MAX, `the processes were not loaded within ${LOAD_MS_MAX / 1000} s`)
    this.epoch_ns = process.hrtime.bigint()
    this.now_us = createRunClock(this.epoch_ns)
    this.announce()
    const started = createDeferred<void>()
    const end = () => this.over.resolve({ reason: 'finished' })
    this.lifecycle.start(end, (error) => (error ? started.reject(error) : started.resolve()))
    await started.promise
  }

  async act(action: FaultAction): Promise<number> {
    const answer = createDeferred<void>()
    const outcome = (refusal: string | null) => (refusal === null ? answer.resolve() : answer.reject(new Error(refusal)))
    const fault = this.nemesis.act(action, outcome)
    await answer.promise
    return fault
  }

  undo(fault: number): void {
    this.nemesis.undo(fault)
  }

  changeWorkload(workload: Workload): void {
    if (!this.load) throw new Error('this run has no clients')
    this.load.change({ ...workload, clients: [...this.clients] })
    this.stream.emit({ kind: 'intervention', step: 0, intervention: { do: 'workload', workload } })
  }

  up(): NodeId[] {
    return this.nodesThat('running').filter((node) => this.cluster.memberNodes.includes(node))
  }

  notice(level: 'info' | 'warning' | 'error', text: string): void {
    const notice: EventBody = { kind: 'notice', level, text }
    if (this.early_notices) this.early_notices.push(notice)
    else this.stream.emit(notice)
  }

  /** The processes are still there afterwards. */
  async finish(reason: EndReason, text?: string): Promise<void> {
    const busy = this.delay_monitor.end()
    if (busy !== null) this.notice('warning', busy)
    await new Promise<void>((done) => this.lifecycle.finish(reason, text, done))
    this.stream.close()
  }

  /** Ends every process and removes what they wrote. */
  async close(): Promise<void> {
    this.lifecycle.halt()
    await Promise.all([this.load?.stop(), this.cluster.close(), this.fabric.stop()])
    this.stream.close()
    await this.options.reaper.removeFolder(this.data_dir)
  }

  private observe(events: readonly LabEvent[]): void {
    this.history.add(events)
    for (const event of events) {
      foldEvent(this.fold, event)
      foldFollowing(this.following, event, this.fold.cluster)
      foldApplied(this.applied, event)
    }
  }

  private announce(): void {
    const { scenario, seed } = this.options
    this.stream.emit(runStartedEvent(scenario, 'processes', seed, this.started_at))
    this.early_notices?.forEach((notice) => this.stream.emit(notice))
    this.early_notices = null
  }

  /** Opens the links of a node and has it start. */
  private async join({ name, role }: Member): Promise<void> {
    // Not from the fold, which is behind by what is on its way to it.
    const others = [...this.cluster.reachableNodes, ...this.joining, ...this.clients]
    const own = others.flatMap((other) => [linkId(other, name), linkId(name, other)])
    const links = Object.fromEntries(own.map((link) => [link, { settings: this.links.settingsOf(link)! }]))
    this.joining.add(name)
    try {
      this.cluster.join(name, role, await this.fabric.join(name, links))
      this.tellClients()
    } catch (error) {
      this.notice('error', `${name} could not join: ${(error as Error).message}`)
    }
    this.joining.delete(name)
  }

  private createCluster(onEvents: (events: TimedEvent[]) => void): Cluster {
    const { scenario, protocol, seed, reaper, node_priority } = this.options
    return new Cluster({
      nodes: this.nodes,
      roles: rolesOf(scenario.cluster),
      protocol: scenario.cluster.protocol,
      parametersOf: nodeParameters(scenario, protocol.description),
      seed,
      secret: this.secret,
      trace: DEFAULT_TRACE,
      sample_interval_ms: SAMPLE_INTERVAL_MS,
      data_dir: this.data_dir,
      reaper,
      node_priority,
      conditionOf: (node) => this.nemesis.conditionOf(node),
      onTarget: (node, port) => this.fabric.setTarget(node, port),
      onEvents,
      emit: (event) => this.stream.emit(event)
    })
  }

  private nodesThat(process: ProcessState): NodeId[] {
    return [...this.fold.cluster.nodes.values()].flatMap((node) => (node.process === process ? node.id : []))
  }

  /** Nodes on their way up, whose share in what they all agree on is still to come. */
  private starting(): NodeId[] {
    return this.nodesThat('starting')
  }

  /** Orders to the processes on behalf of faults. */
  private injector(): FaultInjector {
    const { cluster, fabric } = this
    return {
      setLinks: (changes) => fabric.apply(changes).catch((error: Error) => this.notice('error', error.message)),
      crash: (node) => cluster.crash(node),
      stop: (node) => cluster.stop(node),
      start: (node) => cluster.start(node),
      pause: (node) => cluster.pause(node),
      resume: (node) => cluster.resume(node),
      setClock: (node, clock) => cluster.setClock(node, clock),
      setDisk: (node, disk) => cluster.setDisk(node, disk),
      loseDisk: (node) => cluster.loseDisk(node),
      backUpDisk: (node) => cluster.backUpDisk(node),
      restoreDisk: (node) => cluster.restoreDisk(node),
      setSwitches: (node, switches) => cluster.setSwitches(node, switches),
      // Refused before it gets here: nobody can pick deliveries among real processes.
      setAdversary: () => {},
      join: (member) => void this.join(member),
      leave: (node, onGone) => {
        const gone = () => {
          this.tellClients()
          onGone()
        }
        cluster.leave(node, gone)
        this.tellClients()
      },
      command: (node, command, given, outcome) => {
        const done = cluster.command(node, command, given)
        done.then(
          () => outcome(null),
          (error: Error) => outcome(error.message)
        )
      }
    }
  }

  private createLifecycle(scheduler: Scheduler): Lifecycle {
    const { scenario, seed } = this.options
    return new Lifecycle({
      scenario,
      seed,
      scheduler,
      cluster: {
        start: (done) => settle(this.startCluster(), done),
        up: () => this.up(),
        starting: () => this.starting(),
        applied: this.applied,
        lag_ms: STREAM_LAG_MS
      },
      clients: {
        start: (done) => settle(this.startClients(), done),
        drain: (timeout_ms, done) => settle(this.load?.drain(timeout_ms), done),
        readAll: (reading, done) => settle(this.load?.readAll(reading), (error, unread = 0) => done(error, unread))
      },
      faults: this.nemesis,
      emit: (event) => this.stream.emit(event)
    })
  }

  private async startCluster(): Promise<void> {
    const { seed } = this.options
    const { epoch_ns, nodes, clients } = this
    const links = Object.fromEntries([...this.links.initial()].map(([link, settings]) => [link, { settings }]))
    const proxy_ports = await this.fabric.configure({ epoch_ns, seed, nodes, clients, links })
    await this.cluster.startAll({ epoch_ns, proxy_ports })
  }

  private async startClients(): Promise<void> {
    const { scenario, protocol, seed } = this.options
    const { epoch_ns, nodes, clients, secret } = this
    await this.load?.start({
      clients,
      nodes,
      ports: this.clientPorts(),
      workload: scenario.workload,
      policies: protocol.description.policies,
      signed_requests: protocol.description.signed_requests ?? false,
      seed,
      secret,
      epoch_ns,
      trace: DEFAULT_TRACE
    })
    this.delay_monitor.begin(this.now_us() / 1000)
  }

  /** Tells the clients who takes part now, and where to reach each. */
  private tellClients(): void {
    this.load?.setMembers(this.cluster.memberNodes, this.clientPorts())
  }

  private clientPorts(): Record<ClientId, Record<NodeId, number>> {
    return Object.fromEntries(this.clients.map((client) => [client, this.cluster.portsFrom(client)]))
  }
}

/** Calls back once the work is done. */
function settle<Result>(work: Promise<Result> | undefined, done: (error: Error | null, result?: Result) => void): void {
  Promise.resolve(work).then(
    (result) => done(null, result),
    (error: Error) => done(error)
  )
}
