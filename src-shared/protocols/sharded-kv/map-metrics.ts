/** How evenly the newest map spreads the hashes. */
import { metricsPerSpan } from '../../metrics/metric'
import type { Metrics } from '../../metrics/metric'
import { createConsistentHashing } from '../../placement/consistent-hashing'
import { hashesKept, imbalance } from '../../placement/measures'
import { mapsFold } from './maps'
import type { PublishedMap } from './maps'

/** Of the last map within the span. */
export const mapMetrics = metricsPerSpan({
  descriptions: [
    { name: 'imbalance.max_over_mean', title: 'Hashes of the group that owns most of them, over the mean', unit: '' },
    { name: 'imbalance.standard_error', title: 'Standard deviation of the hashes that groups own, over the mean', unit: '' },
    {
      name: 'ring.standard_error',
      title: 'The same of the ring itself, before shards round it: nearly one over the root of the virtual nodes',
      unit: ''
    }
  ],
  reads: mapsFold.reads,
  create: () => mapsFold.create(),
  fold(maps, event, span, { cluster }) {
    if (event.kind === 'fact' && event.t < span.to_us) mapsFold.observe(maps, event, cluster)
  },
  figures: ({ current }): Metrics => (current === null ? {} : { ...ownedFigures(current), ...ringFigures(current) })
})

function stayingNames({ groups }: PublishedMap): string[] {
  return groups.filter(({ leaving }) => !leaving).map(({ name }) => name)
}

function ownedFigures(map: PublishedMap): Metrics {
  const owned = new Map(stayingNames(map).map((name) => [name, 0]))
  for (const { from, to, group } of map.shards) {
    if (typeof from !== 'number' || typeof to !== 'number') return {}
    if (owned.has(group)) owned.set(group, owned.get(group)! + to - from)
  }
  if (owned.size === 0) return {}
  const { max_over_mean, standard_error } = imbalance(owned.values())
  return { 'imbalance.max_over_mean': max_over_mean, 'imbalance.standard_error': standard_error }
}

function ringFigures(map: PublishedMap): Metrics {
  const names = stayingNames(map)
  if (map.strategy !== 'ring' || names.length === 0) return {}
  const { virtual_nodes } = map
  const ring = createConsistentHashing(
    names.map((id) => ({ id })),
    { virtual_nodes }
  )
  return { 'ring.standard_error': imbalance(hashesKept(ring).values()).standard_error }
}
