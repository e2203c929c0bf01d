import type { Protocol } from '../../../src-node/protocols/contract'
import type { LabEvent } from '../../../src-shared/events'
import type { RunResult } from '../../../src-shared/result'
import type { Scenario } from '../../../src-shared/scenario/schema'
import type { Engine } from '../../../src-shared/engine'
import { formatHistory, historyOf } from '../../workload/history'
import type { RecordedOperation } from '../../workload/history'
import type { Checked, CheckInputs } from '../results/checks'
import { createDeferred } from '../deferred'
import { LabError } from '../lab-error'
import type { BatchListener } from './event-stream'
import { buildResult } from '../results/result'
import type { EndReason, LabRun } from './lab-run'
import { SimulatedRun } from './simulated-run'
import type { SimulatedRunOptions } from './simulated-run'

/** Characters that may wait for the disk before a simulated run waits as well. */
const RECORDING_LAG_MAX = 8 * 1024 * 1024

/** Where a run's stream is kept. */
export interface RunRecording {
  /** Its folder; null: it is kept nowhere. */
  readonly folder: string | null
  /** Characters that wait to be kept. */
  readonly lag: number
  /** Why it lacks something, one sentence; null while all is well. */
  readonly error: string | null
  add(events: readonly LabEvent[]): void
  /** All has come. `history` is the text of the operations' history. */
  close(history: string, result: RunResult): Promise<void>
  /** The run has no result. */
  abandon(): Promise<void>
}

/** What a run needs of where the lab runs. */
export interface RunResources {
  readonly openRecording: (onNotice: (level: 'info' | 'warning' | 'error', text: string) => void) => RunRecording
  /** A run of real processes. Throws where there are none. */
  readonly createProcessRun: () => LabRun
  /** Holds the run's history against models. */
  readonly check: (inputs: CheckInputs, signal: AbortSignal) => Promise<Checked>
}

export interface SessionOptions {
  readonly scenario: Scenario
  readonly protocol: Protocol
  readonly engine: Engine
  readonly seed: number
  readonly resources: RunResources
  readonly onEvents: BatchListener
  /** How a simulated run goes on. */
  readonly simulation: Pick<SimulatedRunOptions, 'pace' | 'held' | 'origin' | 'events_per_s_max' | 'onState'>
}

/** A run as reports and exports need it. */
export interface RunReport {
  readonly scenario: Scenario
  readonly result: RunResult
  /** In the order in which things happened; without messages and log marks, which the recording has. */
  readonly events: readonly LabEvent[]
  readonly history: readonly RecordedOperation[]
  /** Events that a very long run has let go of. */
  readonly forgotten: number
  /** Folder of the recording, complete once the run is over; null: it is kept nowhere. */
  readonly recording: string | null
  /** Why the recording lacks something, one sentence; null when it is whole. */
  readonly recording_error: string | null
}

/** Of a run whose recording lies in a folder. */
export type RecordedReport = RunReport & { readonly recording: string }

/** Throws {@link LabError} where the run is kept nowhere. */
export function requireRecorded(report: RunReport): RecordedReport {
  const { recording } = report
  if (recording === null) throw new LabError('this run is not being recorded')
  return { ...report, recording }
}

/** What a session tells of its progress. */
export interface SessionListener {
  onRunning(): void
  onStopping(): void
  onChecking(): void
}

/** One run with its recording, from its start to its result. Used once. */
export class Session {
  readonly run: LabRun
  /** The run, where it is a simulated one. */
  readonly simulated: SimulatedRun | null
  private readonly recording: RunRecording
  private readonly started = createDeferred<void>()
  private readonly abort_controller = new AbortController()

  constructor(private readonly options: SessionOptions) {
    const { engine, resources, onEvents } = options
    this.recording = resources.openRecording((level, notice) => this.run.notice(level, notice))
    this.simulated = engine === 'simulation' ? this.createSimulated() : null
    this.run = this.simulated ?? resources.createProcessRun()
    this.run.subscribe((events) => this.recording.add(events))
    this.run.subscribe(onEvents)
  }

  /** Resolves when the cluster is up; rejects with the reason when it cannot be. */
  get up(): Promise<void> {
    return this.started.promise
  }

  /** Carries the run from its start to its end; answers null when it never started or was abandoned. Never rejects. */
  async runToCompletion(listener: SessionListener): Promise<RunReport | null> {
    const { run, recording } = this
    const start_error = await this.start(listener)
    const { reason, text } = await run.over.promise
    listener.onStopping()
    if (!this.abandoned) await run.finish(reason, text)
    await run.close()
    if (start_error) this.started.reject(start_error)
    if (!start_error && !this.abandoned) listener.onChecking()
    const report = start_error || this.abandoned ? null : await this.report()
    if (!report || this.abandoned) {
      await recording.abandon()
      return null
    }
    await recording.close(formatHistory(report.history), report.result)
    return { ...report, recording_error: recording.error }
  }

  /** Ends the run in order. */
  end(reason: EndReason): void {
    this.run.over.resolve({ reason })
  }

  /** Ends everything at once, without last reads, checks and result. */
  async abandon(): Promise<void> {
    this.abort_controller.abort()
    this.end('stopped')
    await this.run.close()
  }

  /** The run so far, checked. */
  async report(): Promise<RunReport> {
    const { scenario, protocol, engine, seed, resources } = this.options
    const { run } = this
    const events = run.history.events()
    const history = historyOf(events)
    const { signal } = this.abort_controller
    const { forgotten } = run.history
    const { checks, judgements } = await resources.check({ scenario, protocol, events, history, forgotten }, signal)
    const result = buildResult({
      scenario,
      engine,
      seed,
      started_at: run.started_at,
      fold: run.fold,
      record: { events, protocol: protocol.description, applied: run.applied, up: run.up(), judgements },
      checks
    })
    const { folder, error } = this.recording
    return { scenario, result, events, history, forgotten, recording: folder, recording_error: error }
  }

  private createSimulated(): SimulatedRun {
    const { scenario, protocol, seed, simulation } = this.options
    return new SimulatedRun({
      scenario,
      protocol,
      seed,
      ...simulation,
      isBackpressured: () => this.recording.lag > RECORDING_LAG_MAX
    })
  }

  private get abandoned(): boolean {
    return this.abort_controller.signal.aborted
  }

  /** Answers why it could not be started, or null. */
  private async start(listener: SessionListener): Promise<Error | null> {
    try {
      await this.run.start()
      listener.onRunning()
      this.started.resolve()
      return null
    } catch (error) {
      this.run.over.resolve({ reason: 'failed', text: (error as Error).message })
      return error as Error
    }
  }
}
