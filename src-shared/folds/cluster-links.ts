/** Every link as it is set now, and what its newest counters tell. */
import type { DropCause, EventOf, LinkCounters } from '../events'
import type { EndpointId, LinkId, NodeId } from '../ids'
import { linkEnds } from '../ids'
import type { LinkMode, LinkSettings } from '../network/netem'
import { CLEAR_LINK } from '../network/netem'

export interface LinkState {
  readonly id: LinkId
  readonly from: EndpointId
  readonly to: EndpointId
  mode: LinkMode
  settings: LinkSettings
  /** Newest counters; null before any traffic. */
  counters: LinkCounters | null
  /** Between the last two samples, frames per second. */
  offered_per_s: number
  delivered_per_s: number
  dropped_per_s: number
  /** Mean time in the link of what was delivered between the last two samples; null when nothing was. */
  delay_ms: number | null
}

/** The links of a cluster. */
export interface LinkTable {
  readonly links: Map<LinkId, LinkState>
  /** Time of the newest sample of counters, µs. */
  sampled_at_us: number
  /** Nodes that have left: what is still heard of them changes nothing. */
  readonly left: Set<NodeId>
}

/** Frames lost in the link, whatever the cause. */
export function droppedFrames(counters: LinkCounters): number {
  let sum = 0
  for (const cause in counters.dropped) sum += counters.dropped[cause as DropCause] ?? 0
  return sum
}

/** Whether anything can pass this link. */
export function isOpen(link: LinkState | undefined): boolean {
  return link === undefined || (link.mode === 'open' && link.settings.loss_percent < 100)
}

/** The link, which is there from its first use on. */
export function linkOf(fold: LinkTable, id: LinkId): LinkState {
  let link = fold.links.get(id)
  if (link === undefined) {
    const [from, to] = linkEnds(id)
    link = {
      id,
      from,
      to,
      mode: 'open',
      settings: CLEAR_LINK,
      counters: null,
      offered_per_s: 0,
      delivered_per_s: 0,
      dropped_per_s: 0,
      delay_ms: null
    }
    fold.links.set(id, link)
  }
  return link
}

/** Whether the link went with a node that has left. */
export function isGone({ left }: LinkTable, id: LinkId): boolean {
  return left.size > 0 && linkEnds(id).some((end) => left.has(end))
}

function stopTraffic(link: LinkState): void {
  link.offered_per_s = 0
  link.delivered_per_s = 0
  link.dropped_per_s = 0
  link.delay_ms = null
}

/** Takes a sample of the counters of all links. */
export function foldCounters(fold: LinkTable, event: EventOf<'links'>): void {
  const span_s = (event.t - fold.sampled_at_us) / 1e6
  if (span_s <= 0) return
  fold.sampled_at_us = event.t
  for (const id in event.counters) if (!isGone(fold, id as LinkId)) linkOf(fold, id as LinkId)
  for (const link of fold.links.values()) {
    const now = event.counters[link.id]
    // A link without traffic since the last sample is not in the event.
    if (now === undefined) {
      if (link.counters !== null) stopTraffic(link)
      continue
    }
    const before = link.counters
    const delivered = now.delivered - (before?.delivered ?? 0)
    link.offered_per_s = (now.offered - (before?.offered ?? 0)) / span_s
    link.delivered_per_s = delivered / span_s
    link.dropped_per_s = (droppedFrames(now) - (before ? droppedFrames(before) : 0)) / span_s
    link.delay_ms = delivered > 0 ? (now.delay_us_sum - (before?.delay_us_sum ?? 0)) / delivered / 1000 : null
    link.counters = now
  }
}
