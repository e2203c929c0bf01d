import type { EventBody } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import { convergingNodes } from '../../../src-shared/scenario/plan'
import type { Scenario } from '../../../src-shared/scenario/schema'
import type { Cancel, Scheduler } from '../../../src-shared/scheduler'
import type { FinalReadOptions } from '../../workload/final-reads'
import { isConverged } from '../../../src-shared/folds/applied'
import type { AppliedFold } from '../../../src-shared/folds/applied'
import type { EndReason } from './lab-run'
import {
  CONVERGE_MS_MAX,
  CONVERGE_POLL_MS,
  DRAIN_MARGIN_MS,
  finalReadOptions,
  READY_MS_MAX,
  SHORT_DRAIN_MS,
  unreadText
} from './settling'

/** Where a run is. From `draining` to `settled` it comes to rest; nothing happens after `ended`. */
export type Phase = 'created' | 'starting' | 'running' | 'draining' | 'reading' | 'converging' | 'settled' | 'ended'

/** Called once a step is done, with what went wrong or null. */
export type Done = (error: Error | null) => void

/** What each engine hands in: its time, its clients, its cluster and its faults. */
export interface LifecyclePort {
  readonly scenario: Scenario
  readonly seed: number
  /** The run's time. */
  readonly scheduler: Scheduler
  readonly cluster: {
    start(done: Done): void
    /** Nodes that take part and are running now. */
    up(): readonly NodeId[]
    /** Nodes on their way up, whose share in what they all agree on is still to come. */
    starting(): readonly NodeId[]
    readonly applied: AppliedFold
    /** How far `up`, `starting` and `applied` may be behind what has happened. */
    readonly lag_ms: number
  }
  readonly clients: {
    start(done: Done): void
    /** Invokes nothing more; done when nothing is open any more. */
    drain(timeout_ms: number, done: Done): void
    /** Reads every key that was written; `unread` could not be read. */
    readAll(reading: FinalReadOptions, done: (error: Error | null, unread: number) => void): void
  }
  readonly faults: { start(): void; stop(): void }
  readonly emit: (event: EventBody) => void
}

/** A run from its start to its end, step by step, the same on either engine. */
export class Lifecycle {
  phase: Phase = 'created'
  private cancelDue: Cancel = () => {}

  constructor(private readonly port: LifecyclePort) {}

  /** Starts the cluster, then the clients, then the faults. `onDue` is called when the scenario's duration is over. */
  start(onDue: () => void, done: Done): void {
    const { cluster, clients } = this.port
    this.phase = 'starting'
    cluster.start((error) => {
      if (error) return done(error)
      clients.start((failed) => {
        if (failed) return done(failed)
        this.run(onDue)
        done(null)
      })
    })
  }

  /** The load ends, what was written is read once more, and followers catch up. `done` tells what cut this short. */
  settle(done: Done): void {
    const { clients, scenario } = this.port
    this.halt()
    this.phase = 'draining'
    const settled: Done = (error) => {
      this.phase = 'settled'
      done(error)
    }
    clients.drain(scenario.workload.timeout + DRAIN_MARGIN_MS, (error) => (error ? settled(error) : this.readAll(settled)))
  }

  /** Brings the run to its end while its time goes on: settled where its time is over, at once where it cannot go on. */
  finish(reason: EndReason, text: string | undefined, done: () => void): void {
    const { clients, scheduler } = this.port
    const stopped_us = scheduler.now_us()
    this.halt()
    const end = (error: Error | null): void => {
      if (error && reason === 'finished') this.warn(error.message)
      this.end(reason, text, stopped_us)
      done()
    }
    if (reason === 'finished') this.settle(end)
    else if (reason === 'stopped') clients.drain(SHORT_DRAIN_MS, end)
    else end(null)
  }

  /** Ends the run in this moment. `stopped_us`: from when on nothing more was asked of the cluster. */
  end(reason: EndReason, text?: string, stopped_us?: number): void {
    if (this.phase === 'ended') return
    this.halt()
    const drained = reason === 'stopped' && stopped_us !== undefined
    this.port.emit({ kind: 'run-ended', reason, ...(text !== undefined && { text }), ...(drained && { stopped_us }) })
    this.phase = 'ended'
  }

  /** No fault begins any more, and the duration's end does nothing. */
  halt(): void {
    this.port.faults.stop()
    this.cancelDue()
  }

  private run(onDue: () => void): void {
    const { scenario, scheduler, faults } = this.port
    this.phase = 'running'
    faults.start()
    if (scenario.duration === undefined) return
    this.cancelDue = scheduler.after(scenario.duration * 1000 - scheduler.now_us(), onDue)
  }

  private readAll(done: Done): void {
    const reading = finalReadOptions(this.port.scenario)
    if (!reading) return this.converge(done)
    this.phase = 'reading'
    this.port.clients.readAll(reading, (error, unread) => {
      if (error) return done(error)
      if (unread > 0) this.warn(unreadText(unread))
      this.converge(done)
    })
  }

  private converge(done: Done): void {
    const { cluster, scenario, seed, scheduler } = this.port
    this.phase = 'converging'
    const awaited = convergingNodes(scenario, seed)
    const converged = () =>
      isConverged(
        cluster.applied,
        cluster.up().filter((node) => awaited?.includes(node) ?? true)
      )
    const wait = () =>
      this.waitFor(
        () => cluster.starting().length === 0,
        READY_MS_MAX,
        () => this.waitFor(converged, CONVERGE_MS_MAX, () => done(null))
      )
    if (cluster.lag_ms > 0) scheduler.after(cluster.lag_ms * 1000, wait)
    else wait()
  }

  /** Goes on when the condition holds, or when it has not for so long. */
  private waitFor(condition: () => boolean, ms_max: number, next: () => void): void {
    const { scheduler } = this.port
    const deadline_us = scheduler.now_us() + ms_max * 1000
    const look = (): void => {
      if (condition() || scheduler.now_us() >= deadline_us) next()
      else scheduler.after(CONVERGE_POLL_MS * 1000, look)
    }
    look()
  }

  private warn(text: string): void {
    this.port.emit({ kind: 'notice', level: 'warning', text })
  }
}
