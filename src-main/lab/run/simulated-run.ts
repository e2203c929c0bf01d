import type { Protocol } from '../../../src-node/protocols/contract'
import { DEFAULT_TRACE } from '../../../src-node/node-core/conditions'
import type { LabEvent } from '../../../src-shared/events'
import type { FaultAction } from '../../../src-shared/faults/actions'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import { definitionOf } from '../../../src-shared/protocols/registry'
import type { RunFold } from '../../../src-shared/folds/run'
import type { NodeId } from '../../../src-shared/ids'
import type { Intervention, RecordedIntervention } from '../../../src-shared/faults/interventions'
import type { LabCommand, SimulationState } from '../../../src-shared/lab-api'
import type { Scenario } from '../../../src-shared/scenario/schema'
import type { Workload } from '../../../src-shared/scenario/sections/workload'
import type { AppliedFold } from '../../../src-shared/folds/applied'
import { createDeferred } from '../deferred'
import type { BatchListener } from './event-stream'
import type { RunOrigin } from './fork-origin'
import { RunHistory } from './history'
import type { EndReason, LabRun } from './lab-run'
import { Pacer } from './pacer'
import { VirtualRun } from './virtual-run'
import { createLiveChecks } from './live-checks'

/** How often the lab's state may tell of steps. */
const STATE_EVERY_MS = 100
/** A step by hand gives up after so many steps in which nothing of the kind happened. */
const STEP_BY_HAND_MAX = 100_000

export type StepUntil = Extract<LabCommand, { command: 'step' }>['until']

export interface SimulatedRunOptions {
  readonly scenario: Scenario
  readonly protocol: Protocol
  readonly seed: number
  /** Simulated seconds per second; 0: as fast as possible. */
  readonly pace: number
  /** Holds still at its start. */
  readonly held?: boolean
  /** The run that this one repeats before it goes its own way. */
  readonly origin?: RunOrigin
  /** Events handed out in a second at most; absent: any number. */
  readonly events_per_s_max?: number
  /** Whoever keeps the events lags: the run waits. */
  readonly isBackpressured: () => boolean
  /** Told ten times a second at most how it goes on. */
  readonly onState: (state: SimulationState) => void
}

/** A run in virtual time, at the pace that somebody watches it. */
export class SimulatedRun implements LabRun {
  readonly fold: RunFold
  readonly history = new RunHistory()
  readonly started_at = new Date().toISOString()
  readonly over = createDeferred<{ readonly reason: EndReason; readonly text?: string }>()
  /** What somebody did to it, in order. */
  readonly interventions: RecordedIntervention[] = []
  private readonly run: VirtualRun
  private readonly pacer: Pacer
  private readonly listeners = new Set<BatchListener>()
  /** What is still to be repeated of the run that this one branched off. */
  private replaying: RunOrigin | null
  private replayed_count = 0
  /** Notices from outside the run are held back until its end, so that the stream is determined by the run alone. */
  private readonly external_notices: ['info' | 'warning' | 'error', string][] = []
  private paused: boolean
  /** Whether the repetition went through the event that proves it. */
  private replay_verified = false
  private forked_from: SimulationState['forked_from'] = null
  private state_timer: NodeJS.Timeout | null = null

  constructor(private readonly options: SimulatedRunOptions) {
    const { scenario, protocol, seed, pace, held = false, origin = null, isBackpressured, events_per_s_max } = options
    this.fold = createRunFold(definitionOf(protocol.description))
    this.replaying = origin
    this.paused = held
    this.run = new VirtualRun({
      scenario,
      protocol,
      seed,
      trace: DEFAULT_TRACE,
      invariants: createLiveChecks(scenario, protocol)
    })
    this.pacer = new Pacer({
      pace,
      events_per_s_max,
      isBackpressured,
      now_us: () => this.run.now_us,
      next_us: () => (this.replaying ? this.run.now_us : this.run.next_us),
      last_seq: () => this.run.last_seq,
      advance: () => this.advance(),
      afterSlice: () => this.publishEvents()
    })
  }

  get applied(): AppliedFold {
    return this.run.applied
  }

  get state(): SimulationState {
    return { pace: this.pacer.pace, paused: this.paused, steps: this.run.steps, forked_from: this.forked_from }
  }

  subscribe(listener: BatchListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async start(): Promise<void> {
    const { replaying } = this
    if (replaying?.from) this.forked_from = { ...replaying.from, at_seq: lastShared(replaying), at_us: 0 }
    this.pacer.full_speed = replaying !== null
    this.setRunning()
  }

  async act(action: FaultAction): Promise<number> {
    return this.intervene({ do: 'act', action })!
  }

  undo(fault: number): void {
    this.intervene({ do: 'undo', fault })
  }

  changeWorkload(workload: Workload): void {
    this.intervene({ do: 'workload', workload })
  }

  up(): NodeId[] {
    return this.run.up()
  }

  notice(level: 'info' | 'warning' | 'error', text: string): void {
    this.external_notices.push([level, text])
  }

  /** Reaches in now; answers the fault's number where one begins. Throws one sentence when it cannot be done. */
  intervene(intervention: Intervention): number | null {
    this.requireReplayDone()
    try {
      return this.run.intervene(intervention)
    } finally {
      this.publishEvents()
    }
  }

  pause(): void {
    this.paused = true
    this.setRunning()
  }

  resume(): void {
    this.paused = false
    this.setRunning()
  }

  set pace(pace: number) {
    this.pacer.pace = pace
    this.publishState()
  }

  /** Goes on until something of the kind has happened, and holds still. */
  step(until: StepUntil): void {
    this.requireReplayDone()
    this.pause()
    for (let steps = 0; steps < STEP_BY_HAND_MAX && this.advance(); steps++) {
      const events = this.publishEvents()
      if (until === 'step' || events.some(HAPPENS[until])) return
    }
    this.publishEvents()
  }

  async finish(reason: EndReason, text?: string): Promise<void> {
    this.pacer.stop()
    for (const [level, notice] of this.external_notices) this.run.notice(level, notice)
    this.run.end(reason, text)
    this.publishEvents()
    this.publishState()
  }

  async close(): Promise<void> {
    this.pacer.stop()
    if (this.state_timer) clearTimeout(this.state_timer)
    this.state_timer = null
    this.listeners.clear()
  }

  /** One step, or one thing repeated. False when there is nothing more to do for now. */
  private advance(): boolean {
    try {
      return this.replaying ? this.replayNext(this.replaying) : this.run.step()
    } catch (error) {
      this.pacer.stop()
      this.over.resolve({ reason: 'failed', text: (error as Error).message })
      return false
    }
  }

  private replayNext(origin: RunOrigin): boolean {
    const next = origin.interventions[this.replayed_count]
    if (next && next.step <= this.run.steps) {
      this.replayed_count++
      this.run.replay(next)
      return true
    }
    if (this.run.last_seq < origin.at_seq && this.run.step()) return true
    this.endReplay(origin)
    return false
  }

  /** The replay is complete: from here the run goes its own way. */
  private endReplay({ replay_check, change }: RunOrigin): void {
    this.publishEvents()
    if (replay_check && !this.replay_verified)
      throw new Error(`this program does not repeat that run: event ${replay_check.seq} is another one`)
    this.replaying = null
    this.pacer.full_speed = false
    if (change) this.run.replay({ step: this.run.steps, intervention: change })
    this.setRunning()
  }

  private requireReplayDone(): void {
    if (this.replaying) throw new Error('the run still repeats what it branched off from; wait until it is there')
  }

  private setRunning(): void {
    this.pacer.stop()
    if (!this.paused || this.replaying) this.pacer.start()
    this.publishState()
  }

  /** Hands the newest events to whoever listens, and answers them. */
  private publishEvents(): readonly LabEvent[] {
    const events = this.run.take()
    if (events.length > 0) {
      this.history.add(events)
      for (const event of events) this.observe(event)
      for (const listener of this.listeners) listener(events)
      this.state_timer ??= setTimeout(() => this.publishState(), STATE_EVERY_MS)
    }
    if (this.run.isOver) this.over.resolve({ reason: 'finished' })
    return events
  }

  private observe(event: LabEvent): void {
    foldEvent(this.fold, event)
    if (event.kind === 'intervention') this.interventions.push(event)
    if (!this.replaying) return
    const { replay_check } = this.replaying
    if (event.seq === this.forked_from?.at_seq) this.forked_from = { ...this.forked_from, at_us: event.t }
    if (event.seq === replay_check?.seq) this.replay_verified = JSON.stringify(event) === JSON.stringify(replay_check)
  }

  private publishState(): void {
    if (this.state_timer) clearTimeout(this.state_timer)
    this.state_timer = null
    this.options.onState(this.state)
  }
}

function lastShared({ at_seq, forked_at_seq = at_seq }: RunOrigin): number {
  return forked_at_seq
}

/** What to wait for when stepping by hand. */
const HAPPENS: Readonly<Record<Exclude<StepUntil, 'step'>, (event: LabEvent) => boolean>> = {
  event: () => true,
  message: ({ kind }) => kind === 'delivered' || kind === 'dropped',
  role: ({ kind }) => kind === 'role'
}
