/** Whether a run did what its scenario expects of it. Pure: a fold over the run's events. */
import { CONSISTENCY_TITLES } from '../../../src-shared/consistency'
import type { Judgement } from '../../../src-shared/consistency'
import type { LabEvent } from '../../../src-shared/events'
import type { ClusterProtocol } from '../../../src-shared/folds/cluster'
import { createClusterFold, foldCluster } from '../../../src-shared/folds/cluster'
import { computeMetrics } from '../../../src-shared/folds/metrics'
import type { NodeId } from '../../../src-shared/ids'
import { isWrite } from '../../../src-shared/operations'
import type { ExpectationResult, FaultCard } from '../../../src-shared/result'
import type { Expectation } from '../../../src-shared/scenario/schema'
import { describeApplied, isConverged } from './applied'
import type { AppliedFold } from './applied'

/** What is known of the run when it is over. */
export interface RunEvidence {
  /** In the order in which things happened; without messages and log marks. */
  readonly events: readonly LabEvent[]
  readonly protocol: Required<ClusterProtocol>
  readonly applied: AppliedFold
  /** Nodes whose process was running at the end. */
  readonly up: readonly NodeId[]
  /** The history under every model that is expected to hold or not. */
  readonly judgements: readonly Judgement[]
}

type Of<Kind extends Expectation['expect']> = Extract<Expectation, { expect: Kind }>
type Window = readonly [from_ms: number, to_ms: number]
type Observation = Pick<ExpectationResult, 'met' | 'observed'>

/** One result for each expectation, in order. */
export function evaluateExpectations(
  expectations: readonly Expectation[],
  evidence: RunEvidence,
  faults: readonly FaultCard[]
): ExpectationResult[] {
  return expectations.map((expectation) => {
    const text = describeExpectation(expectation)
    return { text: expectation.because ? `${text}: ${expectation.because}` : text, ...observe(expectation, evidence, faults) }
  })
}

function observe(expectation: Expectation, evidence: RunEvidence, faults: readonly FaultCard[]): Observation {
  switch (expectation.expect) {
    case 'metric':
      return observeMetric(expectation, evidence)
    case 'series':
      return observeSeries(expectation, evidence)
    case 'role':
      return observeRole(expectation, evidence)
    case 'new-leader':
      return observeNewLeader(expectation, evidence)
    case 'stall':
      return observeStall(expectation, evidence)
    case 'model':
      return observeModel(expectation, evidence)
    case 'fault-bit':
      return observeFaults(expectation, faults)
    case 'converged': {
      const nodes = evidence.up.filter((node) => expectation.nodes?.includes(node) ?? true)
      return { met: isConverged(evidence.applied, nodes), observed: describeApplied(evidence.applied, nodes) }
    }
  }
}

function observeMetric(
  { metric, during, at_least, at_most, equals }: Of<'metric'>,
  { events, protocol }: RunEvidence
): Observation {
  const span = during && { from_us: during[0] * 1000, to_us: during[1] * 1000 }
  const value = computeMetrics(events, span, protocol)[metric]
  if (value === undefined) return { met: false, observed: 'nothing to measure it by' }
  return { met: isWithinBounds(value, { at_least, at_most, equals }), observed: number(value) }
}

function observeSeries({ series, node, at, ...bounds }: Of<'series'>, { events }: RunEvidence): Observation {
  const newest = new Map<NodeId, number>()
  for (const event of events) {
    if (at !== undefined && event.t > at * 1000) continue
    // What a process that is gone had sampled is no longer so.
    if (event.kind === 'node-exited') newest.delete(event.node)
    if (event.kind !== 'sample') continue
    const value = event.values[series]
    if (value !== undefined && (node === undefined || event.node === node)) newest.set(event.node, value)
  }
  if (newest.size === 0) return { met: false, observed: 'no running node had sampled it' }
  const value = [...newest.values()].reduce((sum, one) => sum + one, 0)
  return { met: isWithinBounds(value, bounds), observed: number(value) }
}

type Bounds = Pick<Of<'metric'>, 'at_least' | 'at_most' | 'equals'>

function isWithinBounds(value: number, { at_least, at_most, equals }: Bounds): boolean {
  return value >= (at_least ?? -Infinity) && value <= (at_most ?? Infinity) && (equals === undefined || value === equals)
}

function observeRole({ node, role, at, term }: Of<'role'>, { events, protocol }: RunEvidence): Observation {
  const cluster = createClusterFold(protocol)
  for (const event of events) if (event.t <= at * 1000) foldCluster(cluster, event)
  const state = cluster.nodes.get(node)
  if (!state || state.role === null) return { met: false, observed: `${node} was ${state?.process ?? 'unknown'}` }
  const met = state.role === role && (term === undefined || state.term === term)
  return { met, observed: `${node} was ${state.role} in term ${state.term}` }
}

function observeModel({ model, verdict }: Of<'model'>, { judgements }: RunEvidence): Observation {
  const found = judgements.find((judgement) => judgement.model === model)
  if (!found) return { met: false, observed: 'the history was not judged' }
  return { met: found.verdict === verdict, observed: `${found.verdict}: ${found.text}` }
}

/** Turning a deliberate bug on is no fault by itself: it counts only where it is named. */
function observeFaults({ label, action, bit }: Of<'fault-bit'>, faults: readonly FaultCard[]): Observation {
  const concerned = faults.filter(
    (fault) =>
      (label === undefined || fault.label === label) &&
      (action === undefined ? label !== undefined || fault.action !== 'switch' : fault.action === action)
  )
  if (concerned.length === 0) return { met: false, observed: 'there was no such fault' }
  const wrong = concerned.find((fault) => hadEffect(fault) !== bit)
  if (!wrong) return { met: true, observed: `${concerned.length} of ${concerned.length} ${bit ? 'did' : 'did nothing'}` }
  return { met: false, observed: `${wrong.label} at ${seconds(wrong.start_ms)}: ${wrong.verdict}` }
}

function hadEffect({ messages_cut, messages_disturbed, operations_affected }: FaultCard): boolean {
  return messages_cut + messages_disturbed + operations_affected > 0
}

interface Leadership {
  readonly t_ms: number
  readonly node: NodeId
  readonly term: number
}

function leaderships({ events, protocol }: RunEvidence): Leadership[] {
  const leading = new Set(protocol.roles.filter(({ look }) => look === 'leader').map(({ name }) => name))
  return events.flatMap((event) =>
    event.kind === 'role' && leading.has(event.role) ? [{ t_ms: event.t / 1000, node: event.node, term: event.term }] : []
  )
}

function observeNewLeader({ among, during }: Of<'new-leader'>, evidence: RunEvidence): Observation {
  const all = leaderships(evidence)
  const term_before = Math.max(0, ...all.filter(({ t_ms }) => t_ms < during[0]).map(({ term }) => term))
  const within = all.filter(({ t_ms }) => isWithin(during, t_ms))
  const found = within.find(({ node, term }) => term > term_before && (!among || among.includes(node)))
  if (found)
    return { met: true, observed: `${found.node} in term ${found.term} at ${seconds(found.t_ms)}, after term ${term_before}` }
  const others = within.map(({ node, term }) => `${node} in term ${term}`).join(', ')
  return { met: false, observed: others ? `only ${others}, after term ${term_before}` : 'nobody became leader' }
}

function observeStall({ nodes, during }: Of<'stall'>, evidence: RunEvidence): Observation {
  const concerns = (node: NodeId) => !nodes || nodes.includes(node)
  const leader = leaderships(evidence).find(({ t_ms, node }) => isWithin(during, t_ms) && concerns(node))
  if (leader) return { met: false, observed: `${leader.node} became leader in term ${leader.term} at ${seconds(leader.t_ms)}` }
  const writes = new Set<string>()
  let acknowledged = 0
  for (const event of evidence.events) {
    if (event.kind === 'invoke' && isWrite(event.operation)) writes.add(`${event.client}:${event.op}`)
    if (event.kind !== 'ok' || !isWithin(during, event.t / 1000)) continue
    if (concerns(event.node) && writes.has(`${event.client}:${event.op}`)) acknowledged++
  }
  if (acknowledged > 0) return { met: false, observed: `${acknowledged} writes were acknowledged` }
  return { met: true, observed: 'no leader and no write' }
}

function isWithin([from_ms, to_ms]: Window, t_ms: number): boolean {
  return t_ms >= from_ms && t_ms < to_ms
}

/** What is expected, as a phrase. */
function describeExpectation(expectation: Expectation): string {
  switch (expectation.expect) {
    case 'metric': {
      const { metric, during } = expectation
      return `${metric}${during ? span(during) : ''} is ${describeBounds(expectation)}`
    }
    case 'series': {
      const { series, node, at } = expectation
      return `${series}${node ? ` of ${node}` : ''}${at === undefined ? '' : ` at ${seconds(at)}`} is ${describeBounds(expectation)}`
    }
    case 'role': {
      const { node, role, at, term } = expectation
      return `${node} is ${role}${term === undefined ? '' : ` in term ${term}`} at ${seconds(at)}`
    }
    case 'new-leader':
      return `${expectation.among ? `One of ${expectation.among.join(', ')}` : 'A node'} becomes leader in a higher term${span(expectation.during)}`
    case 'stall':
      return `${expectation.nodes?.join(', ') ?? 'The cluster'} elects nobody and acknowledges no write${span(expectation.during)}`
    case 'model':
      return `${CONSISTENCY_TITLES[expectation.model]} ${expectation.verdict === 'holds' ? 'holds' : 'is violated'}`
    case 'fault-bit': {
      const { label, action, bit } = expectation
      const which = label ? `"${label}"` : action ? `Every ${action}` : 'Every fault'
      return `${which} ${bit ? 'stopped or disturbed a message, or touched an operation' : 'left all messages and operations alone'}`
    }
    case 'converged':
      return `At the end ${expectation.nodes ? `${expectation.nodes.join(', ')}, as far as they run,` : 'all running nodes'} have the same state`
  }
}

function describeBounds({ at_least, at_most, equals }: Bounds): string {
  const bounds = [
    equals !== undefined && `exactly ${equals}`,
    at_least !== undefined && `at least ${at_least}`,
    at_most !== undefined && `at most ${at_most}`
  ]
  return bounds.filter(Boolean).join(' and ')
}

function span([from_ms, to_ms]: Window): string {
  return ` from ${seconds(from_ms)} to ${seconds(to_ms)}`
}

function seconds(ms: number): string {
  return `${number(ms / 1000)} s`
}

function number(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}
