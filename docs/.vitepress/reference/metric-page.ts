/** The reference of metrics. */
import { KERNEL_METRICS } from '../../../src-shared/metrics/kernel'
import type { MetricDescription } from '../../../src-shared/metrics/metric'
import { code, joined, plain, table } from './markdown'

export function metricPage(): string {
  return joined(
    '# Metrics',
    'What is measured of every run, whatever its protocol. `result.json` has them by name, and the expectation `metric` holds them against ' +
      'bounds. The page of each protocol has its own. A metric that has nothing to say, such as a latency without operations, is absent.',
    metricTable(KERNEL_METRICS.flatMap(({ descriptions }) => descriptions))
  )
}

export function metricTable(metrics: readonly MetricDescription[]): string {
  return table(
    ['Metric', 'Title', 'Unit'],
    metrics.map(({ name, title, unit }) => [code(name), plain(title), plain(unit)])
  )
}
