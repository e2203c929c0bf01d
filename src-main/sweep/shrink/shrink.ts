import { formatScenario } from '../../../src-shared/scenario/format'
import { withExpandedPlan } from '../../../src-shared/scenario/plan'
import { clientNames, nodeNames } from '../../../src-shared/scenario/schema'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { parseText } from '../../lab/scenario-files/listing'
import { isSameFailure } from '../outcome'
import type { Failure, FailureIdentity, Outcome } from '../outcome'
import { ddmin } from './ddmin'
import { endingAt, REDUCTIONS } from './reductions'
import { controlOf, hasSameReason } from './same-reason'

/** Enough for a timeline of some thirty faults; a shrunk run takes a fraction of the first one's time. */
const SIMULATIONS_MAX = 400
/** A smaller scenario meets other chances, so a few seeds are tried besides the one at hand. */
const OTHER_SEEDS = [1, 2]

/** How large a scenario is, in what a reader has to take in. */
export interface ScenarioSize {
  readonly nodes: number
  readonly clients: number
  /** Entries of the timeline. */
  readonly faults: number
  readonly duration_ms: number
}

export interface Shrunk {
  /** Fails in the same way with its own seed. */
  readonly scenario: Scenario
  readonly failure: Failure
  readonly simulations: number
}

export interface ShrinkOptions {
  readonly scenario: Scenario
  readonly seed: number
  /** How it has failed, and must go on failing. */
  readonly failure: FailureIdentity
  readonly run: (scenario: Scenario, seed: number) => Outcome
  readonly simulations_max?: number
}

/**
 * Makes a failing run small: its random faults become an explicit timeline, then whatever the failure does not need goes, as long as
 * it still fails in the same way, for the same reason. Throws when the run does not fail like that.
 */
export function shrink(options: ShrinkOptions): Shrunk {
  return new Shrinker(options).shrink()
}

/** The size of a scenario. */
export function sizeOf(scenario: Scenario): ScenarioSize {
  return {
    nodes: nodeNames(scenario).length,
    clients: clientNames(scenario).length,
    faults: scenario.timeline.length,
    duration_ms: scenario.duration ?? 0
  }
}

/** One shrinking: the smallest scenario so far that fails. */
class Shrinker {
  private readonly budget: number
  private simulations = 0
  private scenario: Scenario
  private failure: Failure | undefined
  /** The run before anything was left out. */
  private original: Scenario
  /** Whether it does not fail without what should make it fail: then nor may a smaller one. */
  private has_control = false

  constructor(private readonly options: ShrinkOptions) {
    const { scenario, seed, simulations_max } = options
    this.budget = simulations_max ?? SIMULATIONS_MAX
    this.scenario = { ...withExpandedPlan(scenario, seed), seed }
    this.original = this.scenario
  }

  shrink(): Shrunk {
    const { failure, seed } = this.options
    if (!this.fails(this.scenario)) throw new Error(`seed ${seed} does not fail ${failure.check} when it is run again`)
    this.dropExpectations()
    this.original = this.scenario
    this.has_control = this.failure!.kind === 'unmet' && this.failureIn(controlOf(this.scenario)) === undefined
    while (this.round());
    return { scenario: this.scenario, failure: this.failure!, simulations: this.simulations }
  }

  /** Tries everything once; true when something helped and more may. */
  private round(): boolean {
    const before = this.scenario
    this.endAtFailure()
    ddmin(this.scenario.timeline, (timeline) => this.failsSomehow({ ...this.scenario, timeline: [...timeline] }))
    for (const reduction of REDUCTIONS) while (reduction(this.scenario).some((candidate) => this.failsSomehow(candidate)));
    return this.scenario !== before && this.simulations < this.budget
  }

  /** The other expectations may refer to what is going to be left out. */
  private dropExpectations(): void {
    const { expectations } = this.scenario
    if (this.failure!.kind !== 'unmet') this.fails({ ...this.scenario, expectations: [] })
    else expectations.forEach((one) => this.fails({ ...this.scenario, expectations: [one] }))
  }

  /** What happens after the failure cannot have caused it. */
  private endAtFailure(): void {
    const { at_us } = this.failure!
    if (at_us === null) return
    const ended = endingAt(this.scenario, at_us / 1000)
    if (ended.duration! < this.scenario.duration!) this.fails(ended)
  }

  private failsSomehow(candidate: Scenario): boolean {
    return [...new Set([this.scenario.seed, ...OTHER_SEEDS])].some((seed) => this.fails({ ...candidate, seed }))
  }

  /** Whether the candidate is a scenario that fails for the same reason; then it is the one to go on with. */
  private fails(candidate: Scenario): boolean {
    const scenario = this.simulations < this.budget ? asRead(candidate) : null
    if (!scenario || (this.failure && !hasSameReason(scenario, this.original, this.failure))) return false
    const failure = this.failureIn(scenario)
    if (!failure || (this.has_control && this.failureIn(controlOf(scenario)))) return false
    this.scenario = scenario
    this.failure = failure
    return true
  }

  private failureIn(scenario: Scenario): Failure | undefined {
    this.simulations++
    const { failures } = this.options.run(scenario, scenario.seed)
    return failures.find((failure) => isSameFailure(failure, this.options.failure))
  }
}

/** The scenario as somebody reads it from the file that it is going to be; null when it breaks a rule. */
function asRead(scenario: Scenario): Scenario | null {
  const parse = parseText(formatScenario(scenario), scenario.name)
  return parse.ok ? parse.scenario : null
}
