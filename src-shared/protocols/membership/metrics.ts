/** How right members are about each other, and how long it takes them. */
import type { LabEvent } from '../../events'
import type { NodeId } from '../../ids'
import { isWithin, metricsPerSpan } from '../../metrics/metric'
import type { Metrics } from '../../metrics/metric'
import type { Span } from '../../folds/time-buckets'
import type { HeartbeatDetector } from './facts'
import { HEARTBEAT_DETECTORS, IncarnationRaised, MemberView, PeerSuspected } from './facts'
import type { Views } from './views'
import { foldViews, isRight, VIEW_FACTS, viewOf } from './views'

interface Detection {
  readonly at_us: number
  first_us: number | null
  all_us: number | null
  readonly heartbeats: { [Detector in HeartbeatDetector]?: number }
}

interface Counts {
  readonly views: Views
  /** Nodes that have run: whether they do now. */
  readonly nodes: Map<NodeId, boolean>
  /** Pairs of a node that is up and a member about which it is wrong. */
  readonly wrong: Map<NodeId, Set<NodeId>>
  wrong_pairs: number
  wrong_most: number
  right_us: number
  accusations: number
  lost: number
  refutations: number
  /** The newest of each node that went down. */
  readonly open: Map<NodeId, Detection>
  readonly detections: Detection[]
  readonly mistakes: Record<HeartbeatDetector, number>
}

export const membershipMetrics = metricsPerSpan({
  descriptions: [
    { name: 'views.wrong', title: 'Pairs of a member and another about which it is wrong, at the end', unit: '' },
    { name: 'views.wrong_most', title: 'The same, most at once', unit: '' },
    { name: 'views.right_ms', title: 'All views are right from here on', unit: 'ms' },
    { name: 'accusations.false', title: 'Suspicions of members that were up, by whoever had them first', unit: '' },
    { name: 'members.lost', title: 'Members that were up and taken for dead, by whoever did so first', unit: '' },
    { name: 'refutations', title: 'Accusations that members answered', unit: '' },
    { name: 'detection.count', title: 'Members that went down and were suspected', unit: '' },
    { name: 'detection.first_ms', title: 'From going down to the first suspicion, mean', unit: 'ms' },
    { name: 'detection.all_ms', title: 'From going down to when all know, mean', unit: 'ms' },
    { name: 'detection.all_most_ms', title: 'From going down to when all know, most', unit: 'ms' },
    { name: 'timeout.mistakes', title: 'Suspicions of members that were up, by the fixed timeout', unit: '' },
    { name: 'phi.mistakes', title: 'Suspicions of members that were up, by φ', unit: '' },
    { name: 'timeout.detection_ms', title: 'From going down to the last suspicion by the fixed timeout, mean', unit: 'ms' },
    { name: 'phi.detection_ms', title: 'From going down to the last suspicion by φ, mean', unit: 'ms' }
  ],
  reads: ['node-ready', 'node-exited', 'member-left', ...VIEW_FACTS, IncarnationRaised.name],
  create: (): Counts => ({
    views: new Map(),
    nodes: new Map(),
    wrong: new Map(),
    wrong_pairs: 0,
    wrong_most: 0,
    right_us: 0,
    accusations: 0,
    lost: 0,
    refutations: 0,
    open: new Map(),
    detections: [],
    mistakes: { timeout: 0, phi: 0 }
  }),
  fold(counts, event, span) {
    if (event.t >= span.to_us) return
    if (isWithin(event.t, span)) countEvent(counts, event)
    foldTruth(counts, event, span)
    const changed = foldViews(counts.views, event)
    if (changed !== null) compare(counts, changed[0], changed[1], event.t)
  },
  // Where nobody tells of members, nothing is known of how right they are.
  figures: (counts): Metrics =>
    counts.views.size === 0
      ? {}
      : {
          'views.wrong': counts.wrong_pairs,
          'views.wrong_most': counts.wrong_most,
          ...(counts.wrong_pairs === 0 && { 'views.right_ms': counts.right_us / 1000 }),
          'accusations.false': counts.accusations,
          'members.lost': counts.lost,
          refutations: counts.refutations,
          ...detectionFigures(counts.detections),
          'timeout.mistakes': counts.mistakes.timeout,
          'phi.mistakes': counts.mistakes.phi
        }
})

function countEvent(counts: Counts, event: LabEvent): void {
  if (IncarnationRaised.is(event)) counts.refutations++
  else if (MemberView.is(event)) {
    const { member, status, by } = event.data
    const is_own = by === event.node && (status === 'suspect' || status === 'dead')
    if (!is_own || counts.nodes.get(member) !== true) return
    if (status === 'dead') counts.lost++
    if (status === 'suspect' || viewOf(counts.views, event.node, member)?.status !== 'suspect') counts.accusations++
  } else if (PeerSuspected.is(event)) {
    const { peer, detector } = event.data
    if (counts.nodes.get(peer) === true) counts.mistakes[detector]++
    else {
      const open = counts.open.get(peer)
      if (open !== undefined) open.heartbeats[detector] = event.t
    }
  }
}

function foldTruth(counts: Counts, event: LabEvent, span: Span): void {
  const { nodes, open } = counts
  if (event.kind === 'node-ready') {
    nodes.set(event.node, true)
    open.delete(event.node)
    compareAll(counts, event.node, event.t)
  } else if (event.kind === 'node-exited' || event.kind === 'member-left') {
    const went_down = event.kind === 'node-exited' && event.reason !== 'stopped' && nodes.get(event.node) === true
    nodes.set(event.node, false)
    if (went_down && isWithin(event.t, span)) {
      const detection: Detection = { at_us: event.t, first_us: null, all_us: null, heartbeats: {} }
      open.set(event.node, detection)
      counts.detections.push(detection)
    }
    compareAll(counts, event.node, event.t)
  }
}

function compareAll(counts: Counts, node: NodeId, t_us: number): void {
  for (const other of counts.nodes.keys()) {
    compare(counts, node, other, t_us)
    compare(counts, other, node, t_us)
  }
}

function compare(counts: Counts, node: NodeId, member: NodeId, t_us: number): void {
  const { nodes, views, wrong, open } = counts
  const is_up = nodes.get(member)
  if (node === member || is_up === undefined) return
  const view = viewOf(views, node, member)
  const is_wrong = nodes.get(node) === true && !isRight(view, is_up)
  const about = wrong.get(member) ?? new Set()
  if (is_wrong !== about.has(node)) {
    if (is_wrong) about.add(node)
    else about.delete(node)
    wrong.set(member, about)
    counts.wrong_pairs += is_wrong ? 1 : -1
    counts.wrong_most = Math.max(counts.wrong_most, counts.wrong_pairs)
    if (counts.wrong_pairs === 0) counts.right_us = t_us
  }
  const detection = open.get(member)
  if (detection === undefined) return
  if (view?.status === 'suspect' || view?.status === 'dead' || view?.suspected) detection.first_us ??= t_us
  if (about.size === 0) detection.all_us ??= t_us
}

function detectionFigures(detections: readonly Detection[]): Metrics {
  const timesOf = (end: (detection: Detection) => number | null | undefined): number[] =>
    detections.flatMap((detection) => {
      const at_us = end(detection)
      return at_us === null || at_us === undefined ? [] : [(at_us - detection.at_us) / 1000]
    })
  const firsts = timesOf(({ first_us }) => first_us)
  const alls = timesOf(({ all_us }) => all_us)
  const figures: Metrics = { 'detection.count': firsts.length }
  if (firsts.length > 0) figures['detection.first_ms'] = mean(firsts)
  if (alls.length > 0) Object.assign(figures, { 'detection.all_ms': mean(alls), 'detection.all_most_ms': Math.max(...alls) })
  for (const detector of HEARTBEAT_DETECTORS) {
    const times = timesOf(({ heartbeats }) => heartbeats[detector])
    if (times.length > 0) figures[`${detector}.detection_ms`] = mean(times)
  }
  return figures
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length
}
