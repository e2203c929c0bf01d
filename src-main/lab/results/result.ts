/** What a run amounts to when it is over. */
import { version } from '../../../package.json'
import type { EventOf, LabEvent } from '../../../src-shared/events'
import { faultCards } from '../../../src-shared/folds/fault-cards'
import { RunMetrics } from '../../../src-shared/metrics/run-metrics'
import type { RunFold } from '../../../src-shared/folds/run'
import type { ClientId } from '../../../src-shared/ids'
import type { CheckResult, ExpectationResult, RunResult } from '../../../src-shared/result'
import { plannedExpectations } from '../../../src-shared/scenario/plan'
import type { Scenario } from '../../../src-shared/scenario/schema'
import type { Engine } from '../../../src-shared/engine'
import { evaluateExpectations } from '../../../src-shared/scenario/expectations'
import type { RunEvidence, RunRecord } from '../../../src-shared/scenario/expectations/evidence'
import { limitToObserved, isUnfinished, observedUntil_ms, unfinishedText } from './partial-run'
import { evaluateScript } from '../../../src-shared/scenario/expectations/script'

export interface ResultInputs {
  readonly scenario: Scenario
  readonly engine: Engine
  readonly seed: number
  readonly started_at: string
  readonly fold: RunFold
  readonly record: RunRecord
  readonly checks: readonly CheckResult[]
}

/** Puts the result together. It passes when every check and expectation holds and nothing made the run void. */
export function buildResult({ scenario, engine, seed, started_at, fold, record, checks }: ResultInputs): RunResult {
  const until_ms = observedUntil_ms(fold.cluster)
  const faults = faultCards(fold)
  const requests = scenario.expectations.filter((one) => one.expect === 'metric')
  const metrics = new RunMetrics(record.events, record.protocol, requests)
  const expectations = expectationsOf(scenario, seed, { ...record, faults, metrics }, until_ms)
  const failed = fold.cluster.ended?.reason === 'failed'
  const unfinished = !failed && isUnfinished(scenario, until_ms)
  const { ok, fail, unknown, invoked } = fold.operations
  // Operations still open at the end are unknown like those that timed out.
  const operations = {
    invoked,
    ok,
    fail,
    unknown: unknown + (invoked - ok - fail - unknown),
    not_started: notStarted(record, fold.cluster.clients)
  }
  return {
    format: 1,
    version,
    scenario: scenario.name,
    title: scenario.title,
    protocol: scenario.cluster.protocol,
    engine,
    seed,
    started_at,
    duration_ms: fold.cluster.now_us / 1000,
    passed:
      !failed &&
      !isVoid(fold) &&
      !unfinished &&
      checks.every(({ verdict }) => verdict === 'holds') &&
      expectations.every(({ met }) => met),
    ...(unfinished && { unfinished }),
    checks,
    expectations,
    operations,
    faults,
    metrics: metrics.whole,
    notices: [...(unfinished ? [unfinishedText(scenario, until_ms)] : []), ...noticeTexts(fold), ...samplingText(record.events)]
  }
}

/** What is expected of the run, and then of the operations of its script. */
function expectationsOf(scenario: Scenario, seed: number, evidence: RunEvidence, until_ms: number): ExpectationResult[] {
  const { workload, duration } = scenario
  const expectations = plannedExpectations(scenario, seed)
  const script = workload.script ?? []
  const results = [...evaluateExpectations(expectations, evidence), ...evaluateScript(script, evidence.events)]
  const expected = [...expectations, ...script.filter(({ expect }) => expect)]
  return results.map((result, i) => limitToObserved(result, expected[i]!, until_ms, duration))
}

function isVoid(fold: RunFold): boolean {
  return fold.notices.notices.toArray().some(({ level }) => level === 'error')
}

function noticeTexts({ notices, cluster }: RunFold): string[] {
  const gaps = notices.gaps
    .toArray()
    .map((gap: EventOf<'gap'>) => `${gap.lost} events of ${gap.source} were lost at ${(gap.t / 1e6).toFixed(3)} s.`)
  const ended = cluster.ended?.reason === 'failed' && cluster.ended.text ? [cluster.ended.text] : []
  // What is merely told (a planned fault that might well miss, and did) stays in the stream.
  const telling = notices.notices.toArray().filter(({ level }) => level !== 'info')
  return [...ended, ...telling.map(({ text }) => text), ...gaps]
}

/** Whether single messages were left out, which link counters never are. */
function samplingText(events: readonly LabEvent[]): string[] {
  const one_in = events.reduce((most, event) => (event.kind === 'sampling' ? Math.max(most, event.keep_one_in) : most), 1)
  return one_in > 1
    ? [`Message events were sampled: at the busiest, one message in ${one_in} was traced. Counters are whole.`]
    : []
}

/** Operations that an open loop could not start: the clients sample their running count. */
function notStarted({ events }: RunRecord, clients: readonly ClientId[]): number {
  const counts = new Map<ClientId, number>()
  for (const event of events) {
    if (event.kind === 'sample' && clients.includes(event.node)) counts.set(event.node, event.values.not_started ?? 0)
  }
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}
