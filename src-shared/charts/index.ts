/** All charts of a run, in the order of the dock and the report. */
import type { ProtocolDefinition } from '../protocols/definition'
import type { ChartDefinition } from './definition'
import { RUNTIME_SERIES } from '../description/runtime-series'
import type { SeriesDescription } from '../description/protocol-description'
import { gaugeChart, optionalGaugeChart } from './gauge'
import { latencyChart } from './latency'
import { partitionChart } from './partition'
import { throughputChart } from './throughput'

const RUNTIME_CHARTS = (RUNTIME_SERIES as readonly SeriesDescription[]).filter(({ chart }) => chart).map(optionalGaugeChart)

/** Charts of a run under a protocol: the kernel's around those that the protocol declares, then its gauges worth a chart, at last what shows a moment. */
export function chartsFor(protocol: Pick<ProtocolDefinition, 'description' | 'charts'> | null): readonly ChartDefinition[] {
  const declared = protocol?.charts ?? []
  return [
    latencyChart,
    throughputChart,
    ...declared.filter(({ timeless }) => !timeless),
    partitionChart,
    ...RUNTIME_CHARTS,
    ...(protocol?.description.series ?? []).filter(({ chart }) => chart).map(gaugeChart),
    ...declared.filter(({ timeless }) => timeless)
  ]
}
