/** The numbers of a run by name: in `result.json`, in reports, and for expectations. */
import type { LabEvent, LinkCounters } from '../events'
import type { LinkId } from '../ids'
import { isWrite } from '../operations'
import { Blocking } from './blocking'
import type { ClusterProtocol } from './cluster'
import { createClusterFold, droppedFrames, foldCluster } from './cluster'
import { Histogram, percentileOf } from './histogram'
import { createIncrementsFold, foldIncrements, sumIncrements } from './increments'
import type { IncrementsFold } from './increments'
import { createLagFold, foldLag } from './lag'
import type { LagSample } from './lag'
import { createLeadershipFold, electionsWithin, foldLeadership } from './leadership'
import { createMessageCostFold, foldMessageCost, messageCosts } from './message-cost'
import { operationKey, outcomeOf } from './operations'
import { createPartitionFold, foldPartition } from './partition'
import { SIDE_METRICS, sideMetrics } from './side-metrics'
import { createSplitsFold, foldSplits } from './splits'
import type { Span } from './time-buckets'

export interface MetricDescription {
  readonly name: string
  readonly title: string
  /** Empty for plain counts. */
  readonly unit: string
}

/** All metrics. One that has nothing to say (a latency without operations) is absent from a result, not zero. */
export const METRICS: readonly MetricDescription[] = [
  { name: 'operations.invoked', title: 'Operations invoked', unit: '' },
  { name: 'operations.ok', title: 'Operations that succeeded', unit: '' },
  { name: 'operations.fail', title: 'Operations that certainly did nothing', unit: '' },
  { name: 'operations.unknown', title: 'Operations whose outcome the client never learned', unit: '' },
  { name: 'throughput_per_s', title: 'Successful operations per second', unit: '1/s' },
  { name: 'latency_ms.p50', title: 'Latency of successful operations, median', unit: 'ms' },
  { name: 'latency_ms.p90', title: 'Latency of successful operations, 90th percentile', unit: 'ms' },
  { name: 'latency_ms.p99', title: 'Latency of successful operations, 99th percentile', unit: 'ms' },
  { name: 'latency_ms.max', title: 'Latency of successful operations, longest', unit: 'ms' },
  { name: 'first_leader_ms', title: 'From the start to the first leader', unit: 'ms' },
  { name: 'leaders', title: 'Times that there came to be a new leader', unit: '' },
  { name: 'leaderless_ms.count', title: 'Times that the leader was lost', unit: '' },
  { name: 'leaderless_ms.p50', title: 'Time without a leader, median', unit: 'ms' },
  { name: 'leaderless_ms.p90', title: 'Time without a leader, 90th percentile', unit: 'ms' },
  { name: 'leaderless_ms.p99', title: 'Time without a leader, 99th percentile', unit: 'ms' },
  { name: 'leaderless_ms.max', title: 'Time without a leader, longest', unit: 'ms' },
  { name: 'leaderless_ms.total', title: 'Time without a leader, in all', unit: 'ms' },
  { name: 'elections', title: 'Elections begun: terms for which somebody stood', unit: '' },
  { name: 'candidacies', title: 'Candidacies: a split vote has several in one election', unit: '' },
  { name: 'terms.max', title: 'Highest term', unit: '' },
  { name: 'commit_index.max', title: 'Highest commit index', unit: '' },
  { name: 'lag_entries.max', title: 'Replication lag, largest', unit: 'entries' },
  { name: 'lag_ms.max', title: 'Replication lag, longest', unit: 'ms' },
  { name: 'messages.sent', title: 'Messages handed to the network', unit: '' },
  { name: 'messages.delivered', title: 'Messages delivered', unit: '' },
  { name: 'messages.dropped', title: 'Messages dropped', unit: '' },
  { name: 'messages_per_operation', title: 'Messages between nodes for each successful operation', unit: '' },
  { name: 'bytes_per_operation', title: 'Bytes of messages between nodes for each successful operation', unit: 'bytes' },
  { name: 'messages_idle_per_s', title: 'Messages between nodes per second while no operation was open', unit: '1/s' },
  { name: 'faults', title: 'Faults begun', unit: '' },
  { name: 'nodes.crashed', title: 'Processes killed', unit: '' },
  { name: 'nodes.failed', title: 'Processes that ended by themselves', unit: '' },
  { name: 'violations', title: 'Broken invariants', unit: '' },
  { name: 'writes.lost', title: 'Acknowledged writes lost, although no promise was broken', unit: '' },
  { name: 'blocked_ms', title: 'Time in which writes were asked for and none succeeded, for 250 ms or more', unit: 'ms' },
  { name: 'increments.acknowledged', title: 'Sum of the acknowledged increments', unit: '' },
  { name: 'increments.lost', title: 'Acknowledged increments that later reads do not show', unit: '' },
  ...SIDE_METRICS.map((metric) => ({ ...metric, unit: '' }))
]

export type Metrics = Record<string, number>

/** The metrics of a run that is over, as a whole and within windows; each is computed once. */
export class RunMetrics {
  private readonly computed = new Map<string, Metrics>()

  constructor(
    private readonly events: readonly LabEvent[],
    private readonly protocol: ClusterProtocol
  ) {}

  /** Absent: of the whole run. */
  within(window?: readonly [from_ms: number, to_ms: number]): Metrics {
    const key = String(window)
    let metrics = this.computed.get(key)
    if (metrics === undefined) {
      const span = window && { from_us: window[0] * 1000, to_us: window[1] * 1000 }
      this.computed.set(key, (metrics = computeMetrics(this.events, span, this.protocol)))
    }
    return metrics
  }
}

/**
 * Metrics of a whole run, or of what happened within `during`: operations by when they completed, time without a leader clipped
 * to the span, link counters to the nearest sample.
 */
export function computeMetrics(events: Iterable<LabEvent>, during?: Span, protocol?: ClusterProtocol): Metrics {
  const cluster = createClusterFold(protocol)
  const leadership = createLeadershipFold()
  const increments = createIncrementsFold()
  const lag = createLagFold()
  const partition = createPartitionFold()
  const splits = createSplitsFold()
  const waits = createWaits()
  const cost = createMessageCostFold()
  const latency_us = new Histogram()
  const sum: Metrics = {
    'operations.invoked': 0,
    'operations.ok': 0,
    'operations.fail': 0,
    'operations.unknown': 0,
    'terms.max': 0,
    'commit_index.max': 0,
    faults: 0,
    'nodes.crashed': 0,
    'nodes.failed': 0,
    violations: 0,
    'writes.lost': 0
  }
  const traffic = { before: new Map<LinkId, LinkCounters>(), after: new Map<LinkId, LinkCounters>() }
  let first_us = Infinity
  for (const event of events) {
    foldCluster(cluster, event)
    foldLeadership(leadership, event, cluster)
    foldPartition(partition, event, cluster)
    const lag_samples = foldLag(lag, event, cluster)
    foldMessageCost(cost, event, cluster, during)
    if (isWithin(event.t, during) || outcomeOf(event) === null) foldSplits(splits, event, { cluster, partition }, 0)
    if (event.kind === 'invoke') first_us = Math.min(first_us, event.t)
    if (event.kind === 'links') keepCounters(traffic, event.t, event.counters, during)
    if (!isWithin(event.t, during)) continue
    countEvent(sum, event, latency_us)
    foldIncrements(increments, event)
    foldWaits(waits, event)
    for (const lacks of lag_samples) updateMaxLag(sum, lacks)
  }
  const span = during ?? { from_us: 0, to_us: cluster.now_us }
  const busy_us = Math.min(span.to_us, cluster.now_us) - Math.max(span.from_us, first_us)
  if (busy_us > 0) sum.throughput_per_s = (sum['operations.ok']! / busy_us) * 1e6
  const percentiles = latency_us.percentiles([0.5, 0.9, 0.99])
  if (percentiles) {
    const [p50, p90, p99] = percentiles as [number, number, number]
    Object.assign(sum, { 'latency_ms.p50': p50 / 1000, 'latency_ms.p90': p90 / 1000, 'latency_ms.p99': p99 / 1000 })
    sum['latency_ms.max'] = latency_us.max / 1000
  }
  addTraffic(sum, traffic)
  Object.assign(sum, messageCosts(cost, sum['operations.ok']!))
  addLeadership(sum, leadership, span, cluster.now_us)
  addIncrements(sum, increments)
  if (waits.asked)
    sum.blocked_ms = waits.blocking.total_ms(waits.open.size > 0 ? Math.min(span.to_us, cluster.now_us) : waits.last_us)
  return Object.assign(sum, sideMetrics(splits))
}

function isWithin(t_us: number, during: Span | undefined): boolean {
  return during === undefined || (t_us >= during.from_us && t_us < during.to_us)
}

/** Time with writes pending; ends when the last pending write completes or times out. */
interface WriteWaits {
  readonly blocking: Blocking
  /** Writes without an outcome, by `client:op`. */
  readonly open: Set<string>
  last_us: number
  asked: boolean
}

function createWaits(): WriteWaits {
  return { blocking: new Blocking(), open: new Set(), last_us: 0, asked: false }
}

function foldWaits(waits: WriteWaits, event: LabEvent): void {
  if (event.kind === 'invoke') {
    if (!isWrite(event.operation)) return
    waits.asked = true
    waits.open.add(operationKey(event))
    waits.blocking.ask(event.t)
  } else if (event.kind === 'ok' || event.kind === 'fail' || event.kind === 'info') {
    if (!waits.open.delete(operationKey(event))) return
    waits.last_us = Math.max(waits.last_us, event.t)
    if (event.kind === 'ok') waits.blocking.close(event.t)
  }
}

function countEvent(sum: Metrics, event: LabEvent, latency_us: Histogram): void {
  const count = (name: string): void => {
    sum[name] = (sum[name] ?? 0) + 1
  }
  const outcome = outcomeOf(event)
  if (outcome !== null) count(`operations.${outcome}`)
  switch (event.kind) {
    case 'invoke':
      return count('operations.invoked')
    case 'ok':
      return latency_us.add(event.latency_us)
    case 'role':
      return setMax(sum, 'terms.max', event.term)
    case 'commit':
      return setMax(sum, 'commit_index.max', event.index)
    case 'fault-started':
      return count('faults')
    case 'node-exited':
      return event.reason === 'stopped' ? undefined : count(`nodes.${event.reason}`)
    case 'violation':
      return count('violations')
    case 'writes-lost':
      sum['writes.lost']! += event.operations.length
      return
    default:
  }
}

function setMax(sum: Metrics, name: string, value: number): void {
  if (value > (sum[name] ?? -Infinity)) sum[name] = value
}

function updateMaxLag(sum: Metrics, { entries, ms }: LagSample): void {
  setMax(sum, 'lag_entries.max', entries)
  setMax(sum, 'lag_ms.max', ms)
}

interface Traffic {
  readonly before: Map<LinkId, LinkCounters>
  readonly after: Map<LinkId, LinkCounters>
}

function keepCounters(traffic: Traffic, t: number, counters: Readonly<Record<LinkId, LinkCounters>>, during?: Span): void {
  for (const id of Object.keys(counters) as LinkId[]) {
    if (during && t < during.from_us) traffic.before.set(id, counters[id]!)
    if (!during || t < during.to_us) traffic.after.set(id, counters[id]!)
  }
}

function addTraffic(sum: Metrics, { before, after }: Traffic): void {
  const totals = { 'messages.sent': 0, 'messages.delivered': 0, 'messages.dropped': 0 }
  for (const [id, counters] of after) {
    const start = before.get(id)
    totals['messages.sent'] += counters.offered - (start?.offered ?? 0)
    totals['messages.delivered'] += counters.delivered - (start?.delivered ?? 0)
    totals['messages.dropped'] += droppedFrames(counters) - (start ? droppedFrames(start) : 0)
  }
  Object.assign(sum, totals)
}

/** Nothing where nobody counted. */
function addIncrements(sum: Metrics, increments: IncrementsFold): void {
  if (increments.counters.size === 0) return
  const { acknowledged, lost } = sumIncrements(increments)
  Object.assign(sum, { 'increments.acknowledged': acknowledged, 'increments.lost': lost })
}

type Leadership = ReturnType<typeof createLeadershipFold>

/** The cluster's start is no loss of a leader: it counts as `first_leader_ms` alone. */
function addLeadership(sum: Metrics, leadership: Leadership, span: Span, now_us: number): void {
  if (leadership.gaps.length + leadership.leaders_total === 0) return
  const within = (t_us: number): boolean => t_us >= span.from_us && t_us <= span.to_us
  const lengths_ms: number[] = []
  for (const gap of leadership.gaps) {
    const from_us = Math.max(gap.start_us, span.from_us)
    const to_us = Math.min(gap.end_us ?? now_us, span.to_us)
    if (gap.before !== null && to_us > from_us) lengths_ms.push((to_us - from_us) / 1000)
  }
  sum['leaderless_ms.count'] = lengths_ms.length
  sum['leaderless_ms.total'] = lengths_ms.reduce((total, length) => total + length, 0)
  sum['leaderless_ms.max'] = Math.max(0, ...lengths_ms)
  for (const [name, share] of [
    ['p50', 0.5],
    ['p90', 0.9],
    ['p99', 0.99]
  ] as const) {
    const length_ms = percentileOf(lengths_ms, share)
    if (length_ms !== null) sum[`leaderless_ms.${name}`] = length_ms
  }
  sum.elections = electionsWithin(leadership, span.from_us, span.to_us)
  sum.candidacies = leadership.elections.toArray().filter((election) => within(election.start_us)).length
  sum.leaders = leadership.leaders_us.toArray().filter(within).length
  if (leadership.first_leader_us !== null) sum.first_leader_ms = leadership.first_leader_us / 1000
}
