/** Metrics of protocols whose nodes elect or appoint leaders. */
import { percentileOf } from '../../folds/histogram'
import {
  createLeadershipFold,
  electionsOf,
  electionsWithin,
  foldLeadership,
  gapsOf,
  hasLeaders,
  leadershipFold
} from './leadership'
import type { Election, GroupLeadership, LeaderlessGap, LeadershipFold } from './leadership'
import type { Span } from '../../folds/time-buckets'
import { isWithin, metricsPerSpan } from '../../metrics/metric'
import type { MetricGroup, Metrics } from '../../metrics/metric'

/** Time without a leader is clipped to the span. The cluster's start is no loss of a leader: it counts as `first_leader_ms` alone. */
export const leaderMetrics: MetricGroup = {
  descriptions: [
    { name: 'first_leader_ms', title: 'From the start to the first leader', unit: 'ms' },
    { name: 'leaders', title: 'Times that there came to be a new leader', unit: '' },
    { name: 'leaderless_ms.count', title: 'Times that the leader was lost', unit: '' },
    { name: 'leaderless_ms.p50', title: 'Time without a leader, median', unit: 'ms' },
    { name: 'leaderless_ms.p90', title: 'Time without a leader, 90th percentile', unit: 'ms' },
    { name: 'leaderless_ms.p99', title: 'Time without a leader, 99th percentile', unit: 'ms' },
    { name: 'leaderless_ms.max', title: 'Time without a leader, longest', unit: 'ms' },
    { name: 'leaderless_ms.total', title: 'Time without a leader, in all', unit: 'ms' },
    { name: 'elections', title: 'Elections begun: terms for which somebody stood', unit: '' },
    { name: 'elections.needless', title: 'Elections begun although no leader had died', unit: '' },
    { name: 'detection_ms.p50', title: 'From the loss of a leader that died to the first election, median', unit: 'ms' },
    { name: 'detection_ms.max', title: 'From the loss of a leader that died to the first election, longest', unit: 'ms' },
    { name: 'candidacies', title: 'Candidacies: a split vote has several in one election', unit: '' }
  ],
  reads: leadershipFold.reads,
  measure() {
    const leadership = createLeadershipFold()
    return {
      fold: (event, { cluster }) => foldLeadership(leadership, event, cluster),
      figures: (span, { cluster }) => (hasLeaders(leadership) ? leaderFigures(leadership, span, cluster.now_us) : {})
    }
  }
}

export const termMetrics = metricsPerSpan({
  descriptions: [{ name: 'terms.max', title: 'Highest term', unit: '' }],
  reads: ['role'],
  create: () => ({ highest: 0 }),
  fold(terms, event, span) {
    if (event.kind === 'role' && isWithin(event.t, span)) terms.highest = Math.max(terms.highest, event.term ?? 0)
  },
  figures: ({ highest }) => ({ 'terms.max': highest })
})

function leaderFigures(leadership: LeadershipFold, span: Span, now_us: number): Metrics {
  const groups = [...leadership.groups.values()]
  const first_us = groups.flatMap(({ first_leader_us }) => first_leader_us ?? [])
  const begins = (t_us: number): boolean => t_us >= span.from_us && t_us <= span.to_us
  return {
    ...leaderlessFigures(leaderlessTimes_ms(leadership, span, now_us)),
    elections: electionsWithin(leadership, span.from_us, span.to_us),
    'elections.needless': groups.flatMap(needlessElections).filter(({ start_us }) => begins(start_us)).length,
    ...detectionFigures(groups.flatMap(detections).filter(({ start_us }) => begins(start_us))),
    candidacies: electionsOf(leadership).filter(({ start_us }) => begins(start_us)).length,
    leaders: groups.flatMap(({ leaders_us }) => leaders_us.toArray()).filter(begins).length,
    ...(first_us.length > 0 && { first_leader_ms: Math.min(...first_us) / 1000 })
  }
}

function leaderlessTimes_ms(leadership: LeadershipFold, span: Span, now_us: number): number[] {
  const lengths_ms: number[] = []
  for (const gap of gapsOf(leadership)) {
    const from_us = Math.max(gap.start_us, span.from_us)
    const to_us = Math.min(gap.end_us ?? now_us, span.to_us)
    if (gap.before !== null && to_us > from_us) lengths_ms.push((to_us - from_us) / 1000)
  }
  return lengths_ms
}

/** Those that no leader's death is the reason for, once there has been a leader. */
function needlessElections({ elections, gaps, first_leader_us }: GroupLeadership): Election[] {
  const deaths = gaps.toArray().filter(({ died }) => died)
  return elections
    .toArray()
    .filter(
      ({ is_first, start_us }) =>
        is_first && first_leader_us !== null && start_us > first_leader_us && !deaths.some((gap) => isIn(gap, start_us))
    )
}

/** For each leader that died and was missed: when it died, and how long it took until somebody stood for election. */
function detections({ elections, gaps }: GroupLeadership): { readonly start_us: number; readonly took_ms: number }[] {
  const begun_us = elections.toArray().map(({ start_us }) => start_us)
  return gaps.toArray().flatMap((gap) => {
    const first_us = gap.died ? begun_us.find((t_us) => isIn(gap, t_us)) : undefined
    return first_us === undefined ? [] : { start_us: gap.start_us, took_ms: (first_us - gap.start_us) / 1000 }
  })
}

function isIn({ start_us, end_us }: LeaderlessGap, t_us: number): boolean {
  return t_us >= start_us && t_us <= (end_us ?? Infinity)
}

function detectionFigures(found: readonly { readonly took_ms: number }[]): Metrics {
  const times_ms = found.map(({ took_ms }) => took_ms)
  const median_ms = percentileOf(times_ms, 0.5)
  return median_ms === null ? {} : { 'detection_ms.p50': median_ms, 'detection_ms.max': Math.max(...times_ms) }
}

function leaderlessFigures(lengths_ms: number[]): Metrics {
  const percentiles = { p50: 0.5, p90: 0.9, p99: 0.99 }
  const figures: Metrics = {
    'leaderless_ms.count': lengths_ms.length,
    'leaderless_ms.total': lengths_ms.reduce((total, length) => total + length, 0),
    'leaderless_ms.max': Math.max(0, ...lengths_ms)
  }
  for (const [name, share] of Object.entries(percentiles)) {
    const length_ms = percentileOf(lengths_ms, share)
    if (length_ms !== null) figures[`leaderless_ms.${name}`] = length_ms
  }
  return figures
}
