import { isWithin, metricsPerSpan } from '../../metrics/metric'
import { LieTold } from './facts'

export const lyingMetrics = metricsPerSpan({
  descriptions: [{ name: 'lies.told', title: 'Lies told', unit: '' }],
  reads: [LieTold.name],
  create: () => ({ 'lies.told': 0 }),
  fold(counts, event, span) {
    if (isWithin(event.t, span)) counts['lies.told'] += 1
  },
  figures: (counts) => counts
})
