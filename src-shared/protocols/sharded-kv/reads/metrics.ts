/** What reads cost and how stale they were, and how evenly nodes were asked. */
import { Histogram } from '../../../folds/histogram'
import type { NodeId } from '../../../ids'
import { isWithin, metricsPerSpan } from '../../../metrics/metric'
import type { Metrics } from '../../../metrics/metric'
import { newReadsTracker, trackReads } from './tracker'

/** Reads count by when they were answered, requests by when they were sent. */
export const readMetrics = metricsPerSpan({
  descriptions: [
    { name: 'requests_per_read', title: 'Requests sent to nodes for each read', unit: '' },
    { name: 'reads.copied_percent', title: 'Reads answered from a replica’s or a cache’s copy', unit: '%' },
    { name: 'reads.stale_percent', title: 'Reads that missed a write acknowledged before they began', unit: '%' },
    {
      name: 'staleness_ms.p99',
      title: 'How long the write that a read missed had been acknowledged, 99th percentile',
      unit: 'ms'
    },
    { name: 'staleness_ms.max', title: 'How long the write that a read missed had been acknowledged, longest', unit: 'ms' },
    { name: 'copy_age_ms.max', title: 'How old a copy said that it was, longest', unit: 'ms' },
    { name: 'busiest_percent', title: 'Requests that the node got that got most, of all', unit: '%' }
  ],
  create: () => ({
    tracker: newReadsTracker(),
    counts: { reads: 0, requests: 0, copied: 0, stale: 0, age_us: 0 },
    staleness_us: new Histogram(),
    asked: new Map<NodeId, number>()
  }),
  fold({ tracker, counts, staleness_us, asked }, event, span) {
    const read = trackReads(tracker, event)
    if (!isWithin(event.t, span)) return
    if (event.kind === 'attempt') asked.set(event.node, (asked.get(event.node) ?? 0) + 1)
    if (read === null) return
    counts.reads++
    counts.requests += read.requests
    if (read.copy) counts.copied++
    counts.age_us = Math.max(counts.age_us, read.copy?.age_us ?? 0)
    if (read.staleness_us === null) return
    if (read.staleness_us > 0) counts.stale++
    staleness_us.add(read.staleness_us)
  },
  figures({ counts, staleness_us, asked }): Metrics {
    const { reads, requests, copied, stale, age_us } = counts
    const all_asked = [...asked.values()].reduce((sum, count) => sum + count, 0)
    return {
      ...(reads > 0 && { requests_per_read: requests / reads, 'reads.copied_percent': (100 * copied) / reads }),
      ...(staleness_us.total > 0 && {
        'reads.stale_percent': (100 * stale) / staleness_us.total,
        'staleness_ms.p99': staleness_us.percentile(0.99)! / 1000,
        'staleness_ms.max': staleness_us.max / 1000
      }),
      ...(copied > 0 && { 'copy_age_ms.max': age_us / 1000 }),
      ...(all_asked > 0 && { busiest_percent: (100 * Math.max(...asked.values())) / all_asked })
    }
  }
})
