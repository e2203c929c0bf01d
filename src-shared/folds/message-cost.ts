/**
 * Network cost of a protocol: messages and bytes offered by nodes to links to other nodes, including dropped ones, excluding
 * client traffic. not. Counted from one sample of the links to the next, for a span between the samples nearest to its ends.
 */
import type { LabEvent } from '../events'
import type { LinkId } from '../ids'
import { linkEnds } from '../ids'
import type { ClusterFold } from './cluster'
import { operationKey, outcomeOf } from './operations'
import type { Span } from './time-buckets'

interface OfferedTraffic {
  readonly messages: number
  readonly bytes: number
}

export interface MessageCostFold {
  /** As last sampled. */
  readonly links: Map<LinkId, OfferedTraffic>
  readonly open: Set<string>
  /** Whether an operation was open at any time since the last sample. */
  busy: boolean
  sampled_us: number
  messages: number
  bytes: number
  idle_messages: number
  idle_us: number
}

export function createMessageCostFold(): MessageCostFold {
  const counts = { messages: 0, bytes: 0, idle_messages: 0, idle_us: 0 }
  return { links: new Map(), open: new Set(), busy: false, sampled_us: 0, ...counts }
}

/** Call after the cluster's fold has seen the event. */
export function foldMessageCost(fold: MessageCostFold, event: LabEvent, cluster: ClusterFold, during?: Span): void {
  if (event.kind === 'invoke') {
    fold.open.add(operationKey(event))
    fold.busy = true
  } else if (outcomeOf(event) !== null && 'op' in event) fold.open.delete(operationKey(event))
  if (event.kind !== 'links') return
  const since = offeredSince(fold, event.counters, cluster)
  const isCounted = during === undefined || (fold.sampled_us >= during.from_us && event.t < during.to_us)
  if (isCounted) {
    fold.messages += since.messages
    fold.bytes += since.bytes
    if (!fold.busy) {
      fold.idle_messages += since.messages
      fold.idle_us += event.t - fold.sampled_us
    }
  }
  fold.sampled_us = event.t
  fold.busy = fold.open.size > 0
}

/** Absent what nothing is known of: costs without operations or messages, idleness without an idle moment. */
export function messageCosts({ messages, bytes, idle_messages, idle_us }: MessageCostFold, ok: number): Record<string, number> {
  return {
    ...(ok > 0 && { messages_per_operation: messages / ok, bytes_per_operation: bytes / ok }),
    ...(idle_us > 0 && { messages_idle_per_s: (idle_messages / idle_us) * 1e6 })
  }
}

function offeredSince(
  { links }: MessageCostFold,
  counters: Extract<LabEvent, { kind: 'links' }>['counters'],
  { nodes }: ClusterFold
): OfferedTraffic {
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
