/** All charts, in the order of the dock and the report. */
import type { SeriesDescription } from '../description/protocol-description'
import { commitChart } from './commit'
import type { ChartDefinition } from './definition'
import { gaugeChart } from './gauge'
import { lagEntriesChart, lagMsChart } from './lag'
import { latencyChart } from './latency'
import { leadershipChart } from './leadership'
import { partitionChart } from './partition'
import { termsChart } from './terms'
import { throughputChart } from './throughput'

/** Charts of any protocol. */
export const CHARTS: readonly ChartDefinition[] = [
  latencyChart,
  throughputChart,
  termsChart,
  leadershipChart,
  commitChart,
  lagEntriesChart,
  lagMsChart,
  partitionChart
]

/** Charts of a run under a protocol: those of any, then what the protocol declares worth one. */
export function chartsFor(protocol: { readonly series: readonly SeriesDescription[] } | null): readonly ChartDefinition[] {
  return [...CHARTS, ...(protocol?.series ?? []).filter(({ chart }) => chart).map(gaugeChart)]
}
