/** What a finished run says of itself: `result.json`, the report and the screens. */
import type { FaultAction } from './faults/actions'
import type { LinkId, NodeId } from './ids'
import type { Verdict } from './verdict'
import type { Engine } from './engine'

export interface CheckResult {
  readonly name: string
  readonly title: string
  readonly verdict: Verdict
  /** One or two plain sentences: what was checked, what broke or which bound was hit. */
  readonly text: string
  /** Operations or events that show a violation, readable lines. */
  readonly evidence: readonly string[]
}

export interface ExpectationResult {
  readonly text: string
  readonly met: boolean
  /** The run had not come to what it speaks of. */
  readonly undecided?: true
  /** What was seen instead, or the figure that met it. */
  readonly observed: string
}

/** A figure that a protocol declares of a fault. */
export interface FaultEffect {
  /** Carries its unit: `leaderless_ms`. */
  readonly name: string
  readonly title: string
  /** Empty for plain counts. */
  readonly unit: string
  readonly value: number
  /** For the verdict; absent: not worth a word there. */
  readonly text?: string
}

/** What one fault did, counted from its start to its end plus the recovery. Durations in ms. */
export interface FaultCard {
  readonly fault: number
  readonly action: FaultAction['do']
  readonly label: string
  readonly by: 'timeline' | 'person'
  readonly start_ms: number
  /** null: still on when the run ended. */
  readonly end_ms: number | null
  readonly nodes: readonly NodeId[]
  readonly links: readonly LinkId[]
  /** Frames dropped, on the links it touched, by its doing. */
  readonly messages_cut: number
  /** Frames delayed, duplicated, corrupted or altered beyond the healthy state on the links it touched. */
  readonly messages_disturbed: number
  /** Operations open during it that failed, stayed unknown, were retried, or took over five times the median before it. */
  readonly operations_affected: number
  readonly operations_failed: number
  readonly operations_unknown: number
  /** What the protocol counts beside these, from its beginning until its effects were over. */
  readonly effects: readonly FaultEffect[]
  /** From its end to the first second in which throughput is back within 20 % of that before; null: not recovered, or nothing to recover. */
  readonly recovery_ms: number | null
  /** One sentence: whether it had any effect, and which. */
  readonly verdict: string
}

export interface OperationCounts {
  readonly invoked: number
  readonly ok: number
  readonly fail: number
  readonly unknown: number
  /** Open loop: operations that were due but not started because too many were open. */
  readonly not_started: number
}

export interface RunResult {
  readonly format: 1
  readonly version: string
  readonly scenario: string
  readonly title: string
  readonly protocol: string
  readonly engine: Engine
  readonly seed: number
  readonly started_at: string
  readonly duration_ms: number
  readonly passed: boolean
  /** Its time was not over yet: it has not passed, though nothing of it may have failed. */
  readonly unfinished?: true
  readonly checks: readonly CheckResult[]
  readonly expectations: readonly ExpectationResult[]
  readonly operations: OperationCounts
  readonly faults: readonly FaultCard[]
  /** Metric name → number, as declared in `metrics/` and by protocols. */
  readonly metrics: Readonly<Record<string, number>>
  /** Sampling, gaps and other limits of the recording that a reader must know. */
  readonly notices: readonly string[]
}

/** The verdict on an expectation. */
export function expectationVerdict({ met, undecided }: Pick<ExpectationResult, 'met' | 'undecided'>): Verdict {
  if (undecided) return 'undecided'
  return met ? 'holds' : 'violated'
}

/** Whether nothing has failed of a run whose time was not over yet. */
export function endedEarly({ unfinished, checks, expectations }: RunResult): boolean {
  const verdicts = [...checks.map(({ verdict }) => verdict), ...expectations.map(expectationVerdict)]
  return unfinished === true && !verdicts.includes('violated')
}
