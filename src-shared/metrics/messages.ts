/** What the network was given, and what came of it. */
import type { LinkCounters } from '../events'
import { droppedFrames } from '../folds/cluster-links'
import type { LinkId } from '../ids'
import { metricsPerSpan } from './metric'

/** From the sample of the links nearest before the span to the last within it. */
export const messageMetrics = metricsPerSpan({
  descriptions: [
    { name: 'messages.sent', title: 'Messages handed to the network', unit: '' },
    { name: 'messages.delivered', title: 'Messages delivered', unit: '' },
    { name: 'messages.dropped', title: 'Messages dropped', unit: '' },
    { name: 'messages.corrupted', title: 'Messages of which a bit flipped on the way', unit: '' },
    { name: 'messages.altered', title: 'Messages altered on the way, under a right checksum', unit: '' }
  ],
  reads: ['links'],
  create: () => ({ before: new Map<LinkId, LinkCounters>(), after: new Map<LinkId, LinkCounters>() }),
  fold({ before, after }, event, span) {
    if (event.kind !== 'links') return
    for (const id of Object.keys(event.counters) as LinkId[]) {
      if (event.t < span.from_us) before.set(id, event.counters[id]!)
      if (event.t < span.to_us) after.set(id, event.counters[id]!)
    }
  },
  figures({ before, after }) {
    let sent = 0
    let delivered = 0
    let dropped = 0
    let corrupted = 0
    let altered = 0
    for (const [id, counters] of after) {
      const start = before.get(id)
      sent += counters.offered - (start?.offered ?? 0)
      delivered += counters.delivered - (start?.delivered ?? 0)
      dropped += droppedFrames(counters) - (start ? droppedFrames(start) : 0)
      corrupted += counters.corrupted - (start?.corrupted ?? 0)
      altered += (counters.altered ?? 0) - (start?.altered ?? 0)
    }
    return {
      'messages.sent': sent,
      'messages.delivered': delivered,
      'messages.dropped': dropped,
      'messages.corrupted': corrupted,
      'messages.altered': altered
    }
  }
})
