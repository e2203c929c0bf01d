import { stringify } from 'yaml'
import type { Protocol } from '../../src-node/protocols/contract'
import type { LabEvent } from '../../src-shared/events'
import type { RunResult } from '../../src-shared/result'
import type { Scenario } from '../../src-shared/scenario/schema'
import { formatHistory, historyOf } from '../workload/history'
import type { RecordedOperation } from '../workload/history'
import { checkHistory } from './checks'
import { createDeferred } from './deferred'
import type { BatchListener } from './event-stream'
import type { Reaper } from './reaper/reaper'
import { Recording } from './recording'
import { buildResult } from './result'
import { Run } from './run'
import type { EndReason } from './run'

export interface SessionOptions {
  readonly scenario: Scenario
  /** The scenario file's text; absent: it is written anew. */
  readonly text?: string
  readonly protocol: Protocol
  readonly seed: number
  readonly reaper: Reaper
  /** An existing empty folder for the recording. */
  readonly recording: string
  readonly onEvents: BatchListener
}

/** A run as reports and exports need it. */
export interface RunReport {
  readonly scenario: Scenario
  readonly result: RunResult
  /** In the order in which things happened; without messages and log marks, which the recording has. */
  readonly events: readonly LabEvent[]
  readonly history: readonly RecordedOperation[]
  /** Folder of the recording; complete once the run is over. */
  readonly recording: string
  /** Why the recording lacks something, one sentence; null when it is whole. */
  readonly recording_error: string | null
}

/** What a session tells of its progress. */
export interface SessionListener {
  onRunning(): void
  onStopping(): void
  onChecking(): void
}

/** One run with its recording, from its start to its result. Used once. */
export class Session {
  readonly run: Run
  private readonly recording: Recording
  private readonly started = createDeferred<void>()
  private abandoned = false

  constructor(private readonly options: SessionOptions) {
    const { scenario, text = stringify(scenario), protocol, seed, reaper, recording: folder, onEvents } = options
    const onNotice = (level: 'info' | 'warning' | 'error', notice: string) => this.run.notice(level, notice)
    this.recording = new Recording({ folder, scenario: text, onNotice })
    this.run = new Run({ scenario, protocol, seed, reaper })
    this.run.subscribe((events) => this.recording.add(events))
    this.run.subscribe(onEvents)
  }

  /** Resolves when the cluster is up; rejects with the reason when it cannot be. */
  get up(): Promise<void> {
    return this.started.promise
  }

  /** Carries the run from its start to its end; answers null when it never started or was abandoned. */
  async conduct(listener: SessionListener): Promise<RunReport | null> {
    const { run } = this
    const start_error = await run.start().then(
      () => null,
      (error: Error) => error
    )
    if (start_error) run.over.resolve({ reason: 'failed', text: start_error.message })
    else {
      listener.onRunning()
      this.started.resolve()
    }
    const { reason, text } = await run.over.promise
    listener.onStopping()
    if (!this.abandoned) await run.finish(reason, text)
    await run.close()
    if (start_error || this.abandoned) {
      await this.recording.abandon()
      this.started.reject(start_error ?? new Error('stopped'))
      return null
    }
    listener.onChecking()
    const report = await this.report()
    await this.recording.close(formatHistory(report.history), report.result)
    return { ...report, recording_error: this.recording.error }
  }

  /** Ends the run in order. */
  end(reason: EndReason): void {
    this.run.over.resolve({ reason })
  }

  /** Ends everything at once, without last reads, checks and result. */
  async abandon(): Promise<void> {
    this.abandoned = true
    this.end('stopped')
    await this.run.close()
  }

  /** The run so far, checked. */
  async report(): Promise<RunReport> {
    const { scenario, protocol, seed } = this.options
    const { run } = this
    const events = run.history.events()
    const history = historyOf(events)
    const result = buildResult({
      scenario,
      protocol,
      seed,
      started_at: run.started_at,
      fold: run.fold,
      evidence: { events, roles: protocol.description.roles, applied: run.applied, up: run.up() },
      history_checks: await checkHistory(scenario, history, run.history.forgotten)
    })
    return { scenario, result, events, history, recording: this.recording.folder, recording_error: this.recording.error }
  }
}
