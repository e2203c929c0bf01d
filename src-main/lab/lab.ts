import { version } from '../../package.json'
import type { FaultAction } from '../../src-shared/faults/actions'
import type { Intervention, RecordedIntervention } from '../../src-shared/faults/interventions'
import type { LabHello, LabState, SimulationState } from '../../src-shared/lab-api'
import { membersOf } from '../../src-shared/scenario/members'
import { clientNames, nodeNames } from '../../src-shared/scenario/schema'
import { scenarioOfRun } from '../../src-shared/scenario/done-by-hand'
import type { SavedRun } from '../../src-shared/scenario/done-by-hand'
import type { Workload } from '../../src-shared/scenario/sections/workload'
import { tooManyNodes } from '../../src-shared/engine'
import type { Engine } from '../../src-shared/engine'
import { descriptions } from '../../src-shared/protocols/registry'
import type { RecordedOperation } from '../workload/history'
import type { BatchListener } from './run/event-stream'
import { wholeHistoryOf } from './results/whole-history'
import { LabError } from './lab-error'
import type { ReplayableRun, RunRequest } from './run/run-request'
import { NOT_SIMULATED } from './run/fork'
import type { ForkOrigin } from './run/fork-origin'
import type { LabHost } from './lab-host'
import { Session } from './run/session'
import type { RunReport } from './run/session'
import type { SimulatedRun } from './run/simulated-run'

const IDLE: LabState = {
  phase: 'idle',
  run: 0,
  scenario: null,
  scenario_id: null,
  nodes: [],
  clients: [],
  seed: 0,
  engine: 'processes',
  simulation: null,
  error: null,
  result: null,
  recording: null
}

/** The lab: one run at a time, what it says of itself, and what a person does to it. */
export class Lab {
  private current: LabState = IDLE
  private session: Session | null = null
  private ended: Promise<RunReport | null> = Promise.resolve(null)
  /** The current or last run, as far as a fork of it needs to know. */
  private last: {
    readonly request: RunRequest
    readonly seed: number
    /** null: it is none that repeats. */
    readonly interventions: readonly RecordedIntervention[] | null
  } | null = null
  /** Number of the newest event of the current or last run. */
  private last_seq = 0
  /** Runs begin one after the other. */
  private turn: Promise<void> = Promise.resolve()
  private closed = false
  private readonly state_listeners = new Set<(state: LabState) => void>()
  private readonly event_listeners = new Set<BatchListener>()

  constructor(private readonly host: LabHost) {}

  get state(): LabState {
    return this.current
  }

  /** Everything a page needs to begin with. */
  hello(): LabHello {
    return {
      version,
      protocols: descriptions,
      scenarios: this.host.scenarios(),
      limits: this.host.limits,
      state: this.current
    }
  }

  /** Told of each new state. The answer ends that. */
  onState(listener: (state: LabState) => void): () => void {
    this.state_listeners.add(listener)
    return () => this.state_listeners.delete(listener)
  }

  /** Told of each batch of the current run's events, in order. The answer ends that. */
  onEvents(listener: BatchListener): () => void {
    this.event_listeners.add(listener)
    return () => this.event_listeners.delete(listener)
  }

  /**
   * Stops what runs and starts this; resolves when the cluster is up. Rejects with {@link LabError} when it cannot be started, with
   * `OutFolderError` when the folder cannot take the recording.
   */
  run(request: RunRequest): Promise<void> {
    const run = this.turn.then(() => this.begin(request))
    this.turn = run.catch(() => {})
    return run
  }

  /** The current run's report, once it is over; null when it never started, or was abandoned. */
  finished(): Promise<RunReport | null> {
    return this.ended
  }

  /** The current or last run, checked as far as it has come. Rejects with {@link LabError} when there is none. */
  async report(): Promise<RunReport> {
    if (this.current.phase === 'stopping' || this.current.phase === 'checking') await this.ended
    const report = this.current.phase === 'running' ? await this.session!.report() : await this.ended
    if (!report) throw new LabError('there is no run to report on')
    return report
  }

  /** The history of the current or last run as far as it has come. Rejects with {@link LabError} when there is none, or not all of it. */
  async operations(): Promise<readonly RecordedOperation[]> {
    if (this.session) return wholeHistoryOf(this.session.run.history.events(), this.session.run.history.forgotten)
    const { events, forgotten } = await this.report()
    return wholeHistoryOf(events, forgotten)
  }

  /** The current or last run as a scenario, with what was done to it by hand so far. Rejects with {@link LabError} when there is none. */
  async asScenario(): Promise<SavedRun> {
    const { events, forgotten } = this.session
      ? { events: this.session.run.history.events(), forgotten: this.session.run.history.forgotten }
      : await this.report()
    const saved = scenarioOfRun(this.last!.request, events)
    const forgot = 'The run was very long: what was done in its beginning may be missing.'
    return { ...saved, left_out: forgotten > 0 ? [...saved.left_out, forgot] : saved.left_out }
  }

  /** Ends the run in order; resolves when its result is there. Does nothing when none runs. */
  async stop(): Promise<void> {
    this.session?.end('stopped')
    await this.ended
  }

  /** Does something to the cluster; answers the fault's number. Rejects with {@link LabError}. */
  async act(action: FaultAction): Promise<number> {
    const { run } = this.runningSession()
    return run.act(action).catch((error: Error) => {
      throw new LabError(error.message)
    })
  }

  /** Takes back one fault that is in force. Throws {@link LabError} when there is none, or nothing runs. */
  undo(fault: number): void {
    const { run } = this.runningSession()
    refusing(() => run.undo(fault))
  }

  /** Changes the load of the run; its clients stay. Throws {@link LabError} when it has none. */
  changeWorkload(workload: Workload): void {
    const { run } = this.runningSession()
    refusing(() => run.changeWorkload(workload))
    const scenario = this.current.scenario!
    this.change({ scenario: { ...scenario, workload: { ...workload, clients: scenario.workload.clients } } })
  }

  /** The simulated run that is under way. Throws {@link LabError} when none is. */
  simulation(): SimulatedRun {
    const { simulated } = this.runningSession()
    if (!simulated) throw new LabError('this run is one of real processes: only a simulation can be held still and reached into')
    return simulated
  }

  /** Reaches into the simulated run. Throws {@link LabError}. */
  intervene(intervention: Intervention): void {
    const simulation = this.simulation()
    if (intervention.do === 'workload') return this.changeWorkload(intervention.workload)
    refusing(() => simulation.intervene(intervention))
  }

  /** What decides all of the current or last run; of one of real processes what it began with. Throws {@link LabError} where there is none. */
  get replayable(): ReplayableRun {
    if (!this.last) throw new LabError('there is no run yet')
    const { request, seed, interventions } = this.last
    const { scenario, text, id } = request
    return { scenario, text, id, seed, interventions: interventions ?? [] }
  }

  /** What the current run would have to be asked for to branch off at an event. Throws {@link LabError} where it cannot. */
  forkOfCurrent(at_seq: number): RunRequest & { readonly origin: ForkOrigin } {
    if (!this.last) throw new LabError('there is no run to branch off from')
    const { request, seed, interventions: all } = this.last
    const { scenario, text, id } = request
    if (!all) throw new LabError(NOT_SIMULATED)
    if (at_seq > this.last_seq)
      throw new LabError(`this run has come to event ${this.last_seq}: it branches off there at the latest`)
    const interventions = all.filter(({ seq }) => seq <= at_seq)
    const from = { recording: null, run: this.current.run }
    return {
      scenario,
      text,
      id,
      engine: 'simulation',
      seed,
      origin: { from, at_seq, interventions, replay_check: null, change: null }
    }
  }

  /** Ends everything at once, without result; resolves when no process, port or temporary folder is left. */
  async close(): Promise<void> {
    this.closed = true
    await this.session?.abandon()
    // A run that was about to begin has one by now.
    await this.turn
    await this.session?.abandon()
    await this.ended
    await this.host.close()
  }

  private async begin(request: RunRequest): Promise<void> {
    const { scenario, id = null, seed = scenario.seed, engine = this.host.engine ?? scenario.engine } = request
    const too_many = tooManyNodes(engine, membersOf(scenario.cluster).length)
    if (too_many !== null) throw new LabError(too_many)
    this.host.accept(request, engine)
    await this.stop()
    if (this.closed) throw new LabError('the lab is closed')
    this.change({
      ...IDLE,
      phase: 'starting',
      run: this.current.run + 1,
      scenario,
      scenario_id: id,
      nodes: nodeNames(scenario),
      clients: clientNames(scenario),
      seed,
      engine
    })
    const session = await this.open(request, engine, seed).catch((error: Error) => this.giveUp(error))
    this.session = session
    this.last = { request, seed, interventions: session.simulated?.interventions ?? null }
    if (request.warning !== undefined) session.run.notice('warning', request.warning)
    this.ended = this.runToCompletion(session)
    await session.up.catch((error: Error) => {
      throw new LabError(error.message)
    })
  }

  private async open(request: RunRequest, engine: Engine, seed: number): Promise<Session> {
    const { scenario, pace = 1, held, origin, events_per_s_max } = request
    const protocol = await this.host.protocol(scenario.cluster.protocol)
    const { recording, ...resources } = await this.host.open(request, seed)
    this.change({ recording })
    this.last_seq = 0
    const onEvents: BatchListener = (events) => {
      this.last_seq = events.at(-1)?.seq ?? this.last_seq
      this.event_listeners.forEach((listener) => listener(events))
    }
    const simulation = {
      pace,
      held,
      origin,
      events_per_s_max,
      onState: (state: SimulationState) => this.change({ simulation: state })
    }
    return new Session({ scenario, protocol, engine, seed, resources, onEvents, simulation })
  }

  /** Not even the processes could be made: the reaper takes those that were. */
  private async giveUp(error: Error): Promise<never> {
    await this.host.close()
    this.change({ phase: 'failed', error: error.message, recording: null })
    throw new LabError(error.message)
  }

  private async runToCompletion(session: Session): Promise<RunReport | null> {
    const report = await session.runToCompletion({
      onRunning: () => this.change({ phase: 'running' }),
      onStopping: () => this.change({ phase: 'stopping' }),
      onChecking: () => this.change({ phase: 'checking' })
    })
    this.session = null
    const { reason, text = null } = await session.run.over.promise
    const phase = reason === 'failed' ? 'failed' : report ? 'finished' : 'idle'
    this.change({ phase, error: text, result: report?.result ?? null })
    return report
  }

  private runningSession(): Session {
    if (!this.session || this.current.phase !== 'running') throw new LabError('no cluster is running')
    return this.session
  }

  private change(change: Partial<LabState>): void {
    this.current = { ...this.current, ...change }
    for (const listener of this.state_listeners) listener(this.current)
  }
}

/** What a run refuses is a person's mistake: as {@link LabError}. */
function refusing(act: () => void): void {
  try {
    act()
  } catch (error) {
    throw new LabError((error as Error).message)
  }
}
