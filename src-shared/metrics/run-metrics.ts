import { isMessageEvent } from '../events'
import type { LabEvent } from '../events'
import { createClusterFold, foldCluster, passTime } from '../folds/cluster'
import type { ClusterProtocol } from '../folds/cluster'
import { createPartitionFold, foldPartition } from '../folds/partition'
import type { Span } from '../folds/time-buckets'
import { metricGroupsOf } from '../protocols/metrics'
import { WHOLE_RUN } from './metric'
import type { Measurement, MetricGroup, Metrics } from './metric'

/** From and to, in ms of run time. */
type Window = readonly [from_ms: number, to_ms: number]

/** A metric that is asked for, and of which window; absent: of the whole run. */
export interface MetricRequest {
  readonly metric: string
  readonly during?: Window | undefined
  /** Another window, that it is compared with. */
  readonly relative_to?: Window | undefined
  /** Of these clients alone; see METRICS_BY_CLIENT. */
  readonly clients?: readonly string[] | undefined
}

/** What metrics must know of the run's protocol; without a name the metrics of all protocols are measured. */
export type MeasuredProtocol = ClusterProtocol & { readonly name?: string }

/** The metrics of a run that is over, measured in one pass over its events. */
export class RunMetrics {
  /** Of the whole run. */
  readonly whole: Metrics
  /** By metric and window, of those that were asked for. */
  private readonly windows = new Map<string, number | undefined>()

  /** `requests`: what will be asked for of windows. */
  constructor(events: Iterable<LabEvent>, protocol: MeasuredProtocol = {}, requests: readonly MetricRequest[] = []) {
    const run = { cluster: createClusterFold(protocol), partition: createPartitionFold() }
    const measured = metricGroupsOf(protocol.name).map(({ descriptions, reads, measure }) => {
      const names = descriptions.map(({ name }) => name)
      const spans = spansOf(requests.filter(({ metric }) => names.includes(metric)))
      return { names, reads, spans, measurement: measure([WHOLE_RUN, ...spans.values()]) }
    })
    const readers = new Readers(measured)
    for (const event of events) {
      // Most of a stream by far.
      if (isMessageEvent(event)) {
        passTime(run.cluster, event)
        continue
      }
      if (event.kind === 'fact') passTime(run.cluster, event)
      else {
        foldCluster(run.cluster, event)
        foldPartition(run.partition, event, run.cluster)
      }
      for (const measurement of readers.of(event)) measurement.fold(event, run)
    }
    this.whole = Object.assign({}, ...measured.map(({ measurement }) => measurement.figures(WHOLE_RUN, run)))
    for (const { names, spans, measurement } of measured) {
      for (const [window, span] of spans) {
        const figures = measurement.figures(span, run)
        for (const name of names) this.windows.set(`${name} ${window}`, figures[name])
      }
    }
  }

  /** One of the figures asked for; undefined: there is nothing to say of it. */
  figure({ metric, during, clients }: MetricRequest): number | undefined {
    return during || clients ? this.windows.get(`${metric} ${spanName(during, clients)}`) : this.whole[metric]
  }
}

/** The measurements that an event is told to, by the name of its fact or its kind. */
class Readers {
  private readonly known = new Map<string, readonly Measurement[]>()

  constructor(private readonly measured: readonly (Pick<MetricGroup, 'reads'> & { readonly measurement: Measurement })[]) {}

  of(event: LabEvent): readonly Measurement[] {
    const name = event.kind === 'fact' ? event.fact : event.kind
    let readers = this.known.get(name)
    if (readers === undefined) {
      readers = this.measured.flatMap(({ reads, measurement }) => (reads?.includes(name) === false ? [] : [measurement]))
      this.known.set(name, readers)
    }
    return readers
  }
}

function spanName(during: Window | undefined, clients: readonly string[] | undefined): string {
  return `${during?.join() ?? 'whole'}${clients ? ` of ${clients.join()}` : ''}`
}

function spanOf(during: Window | undefined, clients: readonly string[] | undefined): Span {
  const [from_us, to_us] = during ? during.map((ms) => ms * 1000) : [WHOLE_RUN.from_us, WHOLE_RUN.to_us]
  return { from_us: from_us!, to_us: to_us!, ...(clients && { clients }) }
}

/** Each window and set of clients once, by its name. */
function spansOf(requests: readonly MetricRequest[]): Map<string, Span> {
  return new Map(
    requests.flatMap(({ during, relative_to, clients }) =>
      [during, relative_to].flatMap((window) =>
        window || clients ? [[spanName(window, clients), spanOf(window, clients)] as const] : []
      )
    )
  )
}
