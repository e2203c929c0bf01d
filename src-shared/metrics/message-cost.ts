/**
 * Network cost of a protocol: messages and bytes offered by nodes to links to other nodes, dropped ones included, without those of
 * clients. Counted from one sample of the links to the next, for a span between the samples nearest to its ends.
 */
import type { EventOf } from '../events'
import type { ClusterFold } from '../folds/cluster'
import { operationKey, outcomeOf } from '../folds/operations'
import type { LinkId } from '../ids'
import { linkEnds } from '../ids'
import { isWithin, metricsPerSpan } from './metric'

interface OfferedTraffic {
  readonly messages: number
  readonly bytes: number
}

interface MessageCost {
  /** As last sampled. */
  readonly links: Map<LinkId, OfferedTraffic>
  readonly open: Set<string>
  /** Whether an operation was open at any time since the last sample. */
  busy: boolean
  sampled_us: number
  /** Operations that succeeded. */
  ok: number
  messages: number
  bytes: number
  elapsed_us: number
  idle_messages: number
  idle_us: number
}

/** Absent what nothing is known of: costs without operations or messages, idleness without an idle moment. */
export const messageCostMetrics = metricsPerSpan<MessageCost>({
  descriptions: [
    { name: 'messages_per_operation', title: 'Messages between nodes for each successful operation', unit: '' },
    { name: 'bytes_per_operation', title: 'Bytes of messages between nodes for each successful operation', unit: 'bytes' },
    { name: 'messages_idle_per_s', title: 'Messages between nodes per second while no operation was open', unit: '1/s' },
    { name: 'messages_per_node_per_s', title: 'Messages that a node sends to others per second, mean over nodes', unit: '1/s' },
    {
      name: 'bytes_per_node_per_s',
      title: 'Bytes of messages that a node sends to others per second, mean over nodes',
      unit: 'B/s'
    }
  ],
  reads: ['invoke', 'ok', 'fail', 'info', 'links'],
  create() {
    const counts = { ok: 0, messages: 0, bytes: 0, elapsed_us: 0, idle_messages: 0, idle_us: 0 }
    return { links: new Map(), open: new Set(), busy: false, sampled_us: 0, ...counts }
  },
  fold(cost, event, span, { cluster }) {
    if (event.kind === 'invoke') {
      cost.open.add(operationKey(event))
      cost.busy = true
    } else if (outcomeOf(event) !== null && 'op' in event) cost.open.delete(operationKey(event))
    if (event.kind === 'ok' && isWithin(event.t, span)) cost.ok += 1
    if (event.kind !== 'links') return
    const since = offeredSince(cost, event.counters, cluster)
    if (cost.sampled_us >= span.from_us && event.t < span.to_us) {
      cost.messages += since.messages
      cost.bytes += since.bytes
      cost.elapsed_us += event.t - cost.sampled_us
      if (!cost.busy) {
        cost.idle_messages += since.messages
        cost.idle_us += event.t - cost.sampled_us
      }
    }
    cost.sampled_us = event.t
    cost.busy = cost.open.size > 0
  },
  figures: ({ ok, messages, bytes, elapsed_us, idle_messages, idle_us }, _, { cluster: { nodes } }) => ({
    ...(ok > 0 && { messages_per_operation: messages / ok, bytes_per_operation: bytes / ok }),
    ...(elapsed_us > 0 && {
      messages_per_node_per_s: (messages / nodes.size / elapsed_us) * 1e6,
      bytes_per_node_per_s: (bytes / nodes.size / elapsed_us) * 1e6
    }),
    ...(idle_us > 0 && { messages_idle_per_s: (idle_messages / idle_us) * 1e6 })
  })
})

function offeredSince({ links }: MessageCost, counters: EventOf<'links'>['counters'], { nodes }: ClusterFold): OfferedTraffic {
  let messages = 0
  let bytes = 0
  for (const [id, { offered, bytes_offered }] of Object.entries(counters) as [LinkId, (typeof counters)[LinkId]][]) {
    if (!linkEnds(id).every((end) => nodes.has(end))) continue
    const before = links.get(id)
    messages += offered - (before?.messages ?? 0)
    bytes += bytes_offered - (before?.bytes ?? 0)
    links.set(id, { messages: offered, bytes: bytes_offered })
  }
  return { messages, bytes }
}
