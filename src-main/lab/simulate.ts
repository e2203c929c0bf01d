/** A whole run in virtual time, in one call: for sweeps, shrinking and tests. */
import type { Protocol } from '../../src-node/protocols/contract'
import type { TraceSettings } from '../../src-node/runtime/control'
import type { EventOf, LabEvent } from '../../src-shared/events'
import type { Intervention } from '../../src-shared/interventions'
import type { RunResult } from '../../src-shared/result'
import type { Scenario } from '../../src-shared/scenario/schema'

/** Somebody reached in when so many steps were done. */
export interface TimedIntervention {
  readonly step: number
  readonly intervention: Intervention
}

export interface SimulateOptions {
  readonly scenario: Scenario
  readonly protocol: Protocol
  readonly seed: number
  /** In the order of their steps. */
  readonly interventions?: readonly TimedIntervention[]
  /** Default: no messages traced, no logical clocks; log marks, which the invariants need, are always there. */
  readonly trace?: TraceSettings
  /** Told of every batch of the stream, in order. */
  readonly onEvents?: (events: readonly LabEvent[]) => void
  /** End the run at the first violation of a live invariant, without settling. Default: false. */
  readonly stop_at_violation?: boolean
  /** Compute {@link Simulated.digest}, which costs about as much as the run itself. Default: false. */
  readonly digest?: boolean
  /** A run that takes more steps fails, with a notice that says so. Default: 200 million. */
  readonly steps_max?: number
}

export interface Simulated {
  readonly result: RunResult
  readonly violations: readonly EventOf<'violation'>[]
  readonly steps: number
  /** Length of the stream. */
  readonly events: number
  readonly simulated_us: number
  /** SHA-256 of the stream as JSON lines, hexadecimal; null unless asked for. */
  readonly digest: string | null
}

/** Runs the scenario to its end. Throws when it has no end (no `duration`). Synchronous; the same options give the same answer. */
export function simulate(_options: SimulateOptions): Simulated {
  throw new Error('not there yet')
}
