/** Charts of the gauges that nodes of any protocol sample where there is something to say. */
import type { SeriesDescription } from '../description/protocol-description'
import { RUNTIME_SERIES } from '../description/runtime-series'
import type { ChartDefinition } from './definition'
import { optionalGaugeChart } from './gauge'

/** Those whose line for each node tells runs apart. */
const STRIPS: ReadonlySet<string> = new Set(['busy_percent'])

export const runtimeCharts: readonly ChartDefinition[] = (RUNTIME_SERIES as readonly SeriesDescription[])
  .filter(({ chart }) => chart)
  .map((series) => ({ ...optionalGaugeChart(series), ...(STRIPS.has(series.name) && { strip: true }) }))
