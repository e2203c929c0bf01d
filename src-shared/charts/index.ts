/** All charts of a run, in the order of the dock and the report. */
import type { ProtocolDefinition } from '../protocols/definition'
import type { ChartDefinition } from './definition'
import { gaugeChart } from './gauge'
import { latencyChart } from './latency'
import { partitionChart } from './partition'
import { runtimeCharts } from './runtime'
import { throughputChart } from './throughput'

/** Charts of a run under a protocol: the kernel's around those that the protocol declares, then its gauges worth a chart, at last what shows a moment. */
export function chartsFor(protocol: Pick<ProtocolDefinition, 'description' | 'charts'> | null): readonly ChartDefinition[] {
  const declared = protocol?.charts ?? []
  return [
    latencyChart,
    throughputChart,
    ...declared.filter(({ timeless }) => !timeless),
    partitionChart,
    ...runtimeCharts,
    ...(protocol?.description.series ?? []).filter(({ chart }) => chart).map(gaugeChart),
    ...declared.filter(({ timeless }) => timeless)
  ]
}
