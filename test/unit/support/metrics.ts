import type { LabEvent } from '../../../src-shared/events'
import type { Metrics } from '../../../src-shared/metrics/metric'
import { RunMetrics } from '../../../src-shared/metrics/run-metrics'
import { METRICS } from '../../../src-shared/protocols/metrics'
import { description } from '../../../src-shared/protocols/raft/description'

/** All metrics of a run of raft, or of a window of it. */
export function metricsOf(events: readonly LabEvent[], during?: readonly [from_ms: number, to_ms: number]): Metrics {
  const requests = METRICS.map(({ name }) => ({ metric: name, during }))
  const metrics = new RunMetrics(events, description, requests)
  const figures = requests.map((request) => [request.metric, metrics.figure(request)] as const)
  return Object.fromEntries(figures.filter((figure): figure is [string, number] => figure[1] !== undefined))
}
