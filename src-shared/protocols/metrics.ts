import { KERNEL_METRICS } from '../metrics/kernel'
import type { MetricDescription, MetricGroup } from '../metrics/metric'
import { definitions, findDefinition } from './registry'

const DECLARED = [...new Set(definitions.flatMap(({ metrics }) => metrics))]

/** All metrics that any run may have. */
export const METRICS: readonly MetricDescription[] = [...KERNEL_METRICS, ...DECLARED].flatMap(({ descriptions }) => descriptions)

/** What is measured of a run with this protocol; where none is named or it is not known, all there is. */
export function metricGroupsOf(protocol: string | undefined): readonly MetricGroup[] {
  const definition = protocol === undefined ? null : findDefinition(protocol)
  return [...KERNEL_METRICS, ...(definition?.metrics ?? DECLARED)]
}
