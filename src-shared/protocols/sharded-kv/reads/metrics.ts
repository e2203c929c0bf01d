/** What reads cost, and how evenly nodes were asked. */
import type { NodeId } from '../../../ids'
import { isWithin, metricsPerSpan } from '../../../metrics/metric'
import type { Metrics } from '../../../metrics/metric'
import { newReadsTracker, trackReads } from '../../../folds/reads-tracker'

/** Reads count by when they were answered, requests by when they were sent. */
export const readMetrics = metricsPerSpan({
  descriptions: [
    { name: 'requests_per_read', title: 'Requests sent to nodes for each read', unit: '' },
    { name: 'reads.copied_percent', title: 'Reads answered from a replica’s or a cache’s copy', unit: '%' },
    { name: 'copy_age_ms.max', title: 'How old a copy said that it was, longest', unit: 'ms' },
    { name: 'busiest_percent', title: 'Requests that the node got that got most, of all', unit: '%' }
  ],
  create: () => ({
    tracker: newReadsTracker(),
    counts: { reads: 0, requests: 0, copied: 0, age_us: 0 },
    asked: new Map<NodeId, number>()
  }),
  fold({ tracker, counts, asked }, event, span) {
    const read = trackReads(tracker, event)
    if (!isWithin(event.t, span)) return
    if (event.kind === 'attempt') asked.set(event.node, (asked.get(event.node) ?? 0) + 1)
    if (read === null) return
    counts.reads++
    counts.requests += read.requests
    if (read.copy) counts.copied++
    counts.age_us = Math.max(counts.age_us, read.copy?.age_us ?? 0)
  },
  figures({ counts, asked }): Metrics {
    const { reads, requests, copied, age_us } = counts
    const all_asked = [...asked.values()].reduce((sum, count) => sum + count, 0)
    return {
      ...(reads > 0 && { requests_per_read: requests / reads, 'reads.copied_percent': (100 * copied) / reads }),
      ...(copied > 0 && { 'copy_age_ms.max': age_us / 1000 }),
      ...(all_asked > 0 && { busiest_percent: (100 * Math.max(...asked.values())) / all_asked })
    }
  }
})
