/** How evenly replicas share the load: what each of them served, by its own count. */
import type { NodeId } from '../../ids'
import { metricsPerSpan } from '../../metrics/metric'
import type { Metrics } from '../../metrics/metric'
import { imbalance, outOfBalance } from '../../placement/measures'

interface Served {
  /** As of the node's last sample; it counts from its start. */
  count: number
  within: number
}

/** Of a node's load between two samples as much counts as the second is within the span. */
export const loadMetrics = metricsPerSpan<Map<NodeId, Served>>({
  descriptions: [
    { name: 'load.efficiency_percent', title: 'Mean load of a replica, of that of the busiest', unit: '%' },
    { name: 'load.out_of_balance_percent', title: 'Replicas whose load is off the mean by more than 15 %', unit: '%' }
  ],
  reads: ['sample'],
  create: () => new Map(),
  fold(nodes, event, span) {
    if (event.kind !== 'sample' || event.t >= span.to_us) return
    const count = event.values['requests']
    if (count === undefined) return
    const served = nodes.get(event.node) ?? { count: 0, within: 0 }
    nodes.set(event.node, served)
    if (event.t >= span.from_us) served.within += count < served.count ? count : count - served.count
    served.count = count
  },
  figures(nodes): Metrics {
    const loads = [...nodes.values()].map(({ within }) => within)
    if (!loads.some((load) => load > 0)) return {}
    return {
      'load.efficiency_percent': 100 / imbalance(loads).max_over_mean,
      'load.out_of_balance_percent': 100 * outOfBalance(loads)
    }
  }
})
