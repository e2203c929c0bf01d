/** What Demers et al. measure of an epidemic (§1.4), as means over the updates of a span, and what it costs the network. */
import type { LabEvent, LinkCounters } from '../../events'
import type { ClusterFold } from '../../folds/cluster'
import type { Span } from '../../folds/time-buckets'
import type { LinkId, NodeId } from '../../ids'
import { isWithin, metricsPerSpan } from '../../metrics/metric'
import type { Metrics } from '../../metrics/metric'
import { UpdateInjected, UpdateLearned } from './facts'
import { updateId } from './items'

interface Counts {
  /** Of each update of the span: the round in which it was made, and those after which sites learned it. */
  readonly updates: Map<string, { readonly round: number; readonly rounds: number[] }>
  /** Of each site, as sampled last before the span and within it. */
  readonly sent: Sampled<NodeId>
  readonly bytes: Sampled<LinkId>
}

interface Sampled<Key> {
  readonly before: Map<Key, number>
  readonly after: Map<Key, number>
}

export const spreadMetrics = metricsPerSpan<Counts>({
  descriptions: [
    { name: 'updates.injected', title: 'Updates that sites were given', unit: '' },
    { name: 'updates.residue', title: 'Sites that never learn an update', unit: '' },
    { name: 'updates.traffic', title: 'Updates sent, for each site and update', unit: '' },
    { name: 'updates.rounds_mean', title: 'Rounds until a site knows an update, mean', unit: 'rounds' },
    { name: 'updates.rounds_last', title: 'Rounds until the last site knows an update, mean', unit: 'rounds' },
    { name: 'gossip.bytes', title: 'Bytes that sites sent, for each site', unit: 'bytes' },
    { name: 'gossip.bytes_round', title: 'Bytes that a site sends in a round, mean', unit: 'bytes' }
  ],
  reads: [UpdateInjected.name, UpdateLearned.name, 'sample', 'links'],
  create: () => ({ updates: new Map(), sent: newSampled(), bytes: newSampled() }),
  fold(counts, event, span) {
    if (event.t >= span.to_us) return
    if (event.kind === 'links') return foldLinks(counts, event.counters, sideOf(event, span))
    if (event.kind === 'sample') {
      const sent = event.values['updates_sent']
      if (sent !== undefined) counts.sent[sideOf(event, span)].set(event.node, sent)
    } else if (UpdateInjected.is(event)) {
      if (isWithin(event.t, span)) counts.updates.set(updateId(event.data), { round: event.data.round, rounds: [] })
    } else if (UpdateLearned.is(event)) {
      const update = counts.updates.get(updateId(event.data))
      update?.rounds.push(event.data.round - update.round)
    }
  },
  figures: ({ updates, sent, bytes }, span, { cluster }): Metrics => {
    const sites = Math.max(1, cluster.nodes.size)
    const bytes_per_site = growth(bytes) / sites
    const costs = {
      'updates.injected': updates.size,
      'gossip.bytes': bytes_per_site,
      'gossip.bytes_round': bytes_per_site / roundsOf(span, cluster)
    }
    if (updates.size === 0) return costs
    const spreads = [...updates.values()]
    const learned = spreads.filter(({ rounds }) => rounds.length > 0)
    return {
      ...costs,
      'updates.residue': mean(spreads.map(({ rounds }) => Math.max(0, 1 - (rounds.length + 1) / sites))),
      'updates.traffic': growth(sent) / sites / updates.size,
      ...(learned.length > 0 && {
        'updates.rounds_mean': mean(learned.flatMap(({ rounds }) => rounds)),
        'updates.rounds_last': mean(learned.map(({ rounds }) => Math.max(...rounds)))
      })
    }
  }
})

function foldLinks({ bytes }: Counts, counters: Readonly<Record<LinkId, LinkCounters>>, side: Side): void {
  for (const id in counters) bytes[side].set(id as LinkId, counters[id as LinkId]!.bytes_offered)
}

/** How many rounds of the span are past; at least one. */
function roundsOf({ from_us, to_us }: Span, { now_us, parameters }: ClusterFold): number {
  const passed_us = Math.min(to_us, now_us) - Math.max(from_us, 0)
  return Math.max(1, passed_us / (Number(parameters['round_ms']) * 1_000))
}

type Side = keyof Sampled<unknown>

function sideOf({ t }: LabEvent, { from_us }: Span): Side {
  return t < from_us ? 'before' : 'after'
}

function newSampled<Key>(): Sampled<Key> {
  return { before: new Map(), after: new Map() }
}

/** Since the span began; what restarted counts from nothing. */
function growth<Key>({ before, after }: Sampled<Key>): number {
  let grown = 0
  for (const [key, value] of after) grown += value - Math.min(value, before.get(key) ?? 0)
  return grown
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
