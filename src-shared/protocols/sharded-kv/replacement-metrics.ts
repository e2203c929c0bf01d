/** How soon groups are whole again after one of their members has died. */
import { isWithin, metricsPerSpan } from '../../metrics/metric'
import type { Metrics } from '../../metrics/metric'
import { replacementsFold } from './replacements'

/** A replacement counts with the moment at which its group is whole again. */
export const replacementMetrics = metricsPerSpan({
  descriptions: [
    { name: 'replacements.done', title: 'Members replaced in their groups', unit: '' },
    { name: 'replacements.open', title: 'Replacements under way at the end', unit: '' },
    { name: 'replacement_ms.max', title: 'Longest time from a replacement’s order to the group being whole again', unit: 'ms' }
  ],
  reads: replacementsFold.reads,
  create: () => replacementsFold.create(),
  fold(fold, event, span, { cluster }) {
    if (event.kind === 'fact' && event.t < span.to_us) replacementsFold.observe(fold, event, cluster)
  },
  figures({ replacements, open }, span): Metrics {
    const done = replacements.toArray().filter(({ whole_us }) => whole_us !== null && isWithin(whole_us, span))
    const longest_us = Math.max(...done.map(({ planned_us, whole_us }) => whole_us! - planned_us))
    return {
      'replacements.done': done.length,
      'replacements.open': [...open.values()].reduce((sum, waiting) => sum + waiting.length, 0),
      ...(done.length > 0 && { 'replacement_ms.max': longest_us / 1000 })
    }
  }
})
