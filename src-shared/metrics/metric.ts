/** How metrics are declared: the numbers of a run by name, in `result.json`, in reports, and for expectations. */
import type { LabEvent } from '../events'
import type { ClusterFold } from '../folds/cluster'
import type { PartitionFold } from '../folds/partition'
import type { Span } from '../folds/time-buckets'

export interface MetricDescription {
  readonly name: string
  readonly title: string
  /** Empty for plain counts. */
  readonly unit: string
}

/** By name. One that has nothing to say (a latency without operations) is absent, not zero. */
export type Metrics = Record<string, number>

/** What one pass over the events folds for all groups; it has seen the event before they do. */
export interface MeasuredRun {
  readonly cluster: ClusterFold
  readonly partition: PartitionFold
}

/** Takes in the events that its group reads, ordered by time; then has figures for each of its spans. */
export interface Measurement {
  fold(event: LabEvent, run: MeasuredRun): void
  figures(span: Span, run: MeasuredRun): Metrics
}

/** Metrics that are measured together. */
export interface MetricGroup {
  readonly descriptions: readonly MetricDescription[]
  /** The facts, and the kinds of other events, that they are measured by; absent: all but those of messages, which links count. */
  readonly reads?: readonly string[]
  measure(spans: readonly Span[]): Measurement
}

/** All of a run. */
export const WHOLE_RUN: Span = { from_us: -Infinity, to_us: Infinity }

export function isWithin(t_us: number, { from_us, to_us }: Span): boolean {
  return t_us >= from_us && t_us < to_us
}

interface SpanMetrics<State> extends Pick<MetricGroup, 'descriptions' | 'reads'> {
  create(): State
  /** Called with every event that is read, those outside the span included. */
  fold(state: State, event: LabEvent, span: Span, run: MeasuredRun): void
  figures(state: State, span: Span, run: MeasuredRun): Metrics
}

/** A group whose spans have nothing in common. */
export function metricsPerSpan<State>({ descriptions, reads, create, fold, figures }: SpanMetrics<State>): MetricGroup {
  return {
    descriptions,
    reads,
    measure(spans) {
      const states = spans.map(() => create())
      return {
        // The hot path: nothing allocated.
        fold(event, run) {
          for (let at = 0; at < spans.length; at++) fold(states[at]!, event, spans[at]!, run)
        },
        figures: (span, run) => figures(states[spans.indexOf(span)]!, span, run)
      }
    }
  }
}
