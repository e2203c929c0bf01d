/** All charts, in the order of the dock and the report. */
import { commitChart } from './commit'
import type { ChartDefinition } from './definition'
import { lagEntriesChart, lagMsChart } from './lag'
import { latencyChart } from './latency'
import { leadershipChart } from './leadership'
import { partitionChart } from './partition'
import { termsChart } from './terms'
import { throughputChart } from './throughput'

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
