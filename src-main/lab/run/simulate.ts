/** A whole run in virtual time, in one call: for sweeps, shrinking and tests. */
import type { Protocol } from '../../../src-node/protocols/contract'
import type { TraceSettings } from '../../../src-node/node-core/conditions'
import type { Judgement } from '../../../src-shared/consistency'
import type { EventOf, LabEvent } from '../../../src-shared/events'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import { definitionOf } from '../../../src-shared/protocols/registry'
import type { RunResult } from '../../../src-shared/result'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { checkNow } from '../results/checks'
import { RunHistory, isDetail } from './history'
import { buildResult } from '../results/result'
import { VirtualRun } from './virtual-run'
import type { TimedIntervention } from './virtual-run'
import { createLiveChecks } from './live-checks'

/** Events handed on at once. */
const BATCH_EVENTS = 1_000
const STEPS_MAX = 200_000_000
const NO_MESSAGES: TraceSettings = { logical_clocks: false, messages_per_s: 0, facts: true }

export interface SimulateOptions {
  readonly scenario: Scenario
  readonly protocol: Protocol
  readonly seed: number
  /** In the order of their steps. */
  readonly interventions?: readonly TimedIntervention[]
  /** Default: no messages traced, no logical clocks; log marks, which the invariants need, are always there. */
  readonly trace?: TraceSettings
  /** Told of every batch of the stream, in order. */
  readonly onEvents?: (events: readonly LabEvent[]) => void
  /** End the run at the first violation of a live invariant, without settling. Default: false. */
  readonly stop_at_violation?: boolean
  /** A run that takes more steps fails and says so. Default: 200 million. */
  readonly steps_max?: number
}

export interface Simulated {
  readonly result: RunResult
  readonly violations: readonly EventOf<'violation'>[]
  /** The history under each model that the scenario names. */
  readonly judgements: readonly Judgement[]
  readonly steps: number
  /** Length of the stream. */
  readonly events: number
  readonly simulated_us: number
}

/** Runs the scenario to its end. Throws when it has no end (no `duration`). Synchronous; the same options give the same answer. */
export function simulate(options: SimulateOptions): Simulated {
  const { scenario, protocol, seed, trace = NO_MESSAGES, onEvents = () => {} } = options
  if (scenario.duration === undefined) throw new Error('a scenario without a duration has no end to simulate to')
  const started_at = new Date().toISOString()
  const run = new VirtualRun({ scenario, protocol, seed, trace, invariants: createLiveChecks(scenario, protocol) })
  const history = new RunHistory()
  const fold = createRunFold(definitionOf(protocol.description))

  const handOn = (events: readonly LabEvent[]) => {
    for (const event of events) {
      if (isDetail(event)) continue
      history.keep(event)
      foldEvent(fold, event)
    }
    onEvents(events)
  }
  runToEnd(run, options, () => {
    if (run.waiting >= BATCH_EVENTS) handOn(run.take())
  })
  handOn(run.take())

  const events = history.events()
  const { forgotten } = history
  const { checks, judgements } = checkNow({ scenario, protocol, events, forgotten })
  const record = { events, protocol: protocol.description, applied: run.applied, up: run.up(), judgements }
  return {
    result: buildResult({ scenario, engine: 'simulation', seed, started_at, fold, record, checks }),
    violations: run.violations,
    judgements,
    steps: run.steps,
    events: run.last_seq,
    simulated_us: run.now_us
  }
}

function runToEnd(run: VirtualRun, options: SimulateOptions, afterStep: () => void): void {
  const { interventions = [], stop_at_violation = false, steps_max = STEPS_MAX } = options
  let next = 0
  do {
    for (; next < interventions.length && interventions[next]!.step <= run.steps; next++) run.replay(interventions[next]!)
    afterStep()
    if (stop_at_violation && run.violations.length > 0) return run.end('stopped')
    if (run.steps >= steps_max) return run.end('failed', `The run was given up after ${steps_max} steps.`)
  } while (run.step())
  run.end('finished')
}
