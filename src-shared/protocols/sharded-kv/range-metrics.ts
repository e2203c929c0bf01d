/** How often ranges were split and merged. */
import { isWithin, metricsPerSpan } from '../../metrics/metric'
import { rangeChangesFold } from './range-changes'

export const rangeMetrics = metricsPerSpan({
  descriptions: [
    { name: 'splits.done', title: 'Ranges split', unit: '' },
    { name: 'merges.done', title: 'Ranges merged', unit: '' },
    { name: 'splits.given_up', title: 'Ranges not split, since no boundary would help', unit: '' }
  ],
  reads: rangeChangesFold.reads,
  create: () => rangeChangesFold.create(),
  fold(changes, event, span, { cluster }) {
    if (event.kind === 'fact' && event.t < span.to_us) rangeChangesFold.observe(changes, event, cluster)
  },
  figures({ changes }, span) {
    const within = changes.toArray().filter(({ t_us }) => isWithin(t_us, span))
    const countOf = (kind: string): number => within.filter((change) => change.kind === kind).length
    return { 'splits.done': countOf('split'), 'merges.done': countOf('merged'), 'splits.given_up': countOf('given up') }
  }
})
