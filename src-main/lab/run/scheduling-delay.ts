/** Detects an overloaded machine: then timing figures of a run on real processes describe the machine, not the protocol. */
import { monitorEventLoopDelay } from 'node:perf_hooks'

const LOOK_EVERY_MS = 20
/** One look in a hundred may come so late (measured on two cores: 60 ms at a load of 28). */
const LATE_MS_MAX = 100
/** A cluster is up well before the first moment that scenarios plan. */
const START_MS_MAX = 1000

/** Watches this process, which waits for the processor like every other one of the run. */
export class SchedulingDelayMonitor {
  private readonly delays = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS })
  private started_ms = 0

  /** The cluster is up, so long after the run's time began. */
  begin(started_ms: number): void {
    this.started_ms = started_ms
    this.delays.enable()
  }

  /** Ends watching. Says in one sentence that the machine was too busy; null: it was not. */
  end(): string | null {
    this.delays.disable()
    const late_ms = Math.max(0, this.delays.percentile(99) / 1e6 - LOOK_EVERY_MS)
    if (late_ms <= LATE_MS_MAX && this.started_ms <= START_MS_MAX) return null
    return (
      `The machine was busy: the cluster took ${seconds(this.started_ms)} to start, and one moment in a hundred came ` +
      `${seconds(late_ms)} late or more. What did not pass may be undecided; run it again with less going on beside it, or as a simulation.`
    )
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}
