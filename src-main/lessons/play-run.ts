/** One run of a lesson in simulation, its actions by hand included, up to where its step ends. */
import { DEFAULT_TRACE } from '../../src-node/node-core/conditions'
import { findProtocol } from '../../src-node/protocols/registry'
import type { LabEvent } from '../../src-shared/events'
import type { Intervention } from '../../src-shared/faults/interventions'
import { MarksFold } from '../../src-shared/lessons/marks'
import type { Evidence } from '../../src-shared/lessons/figures'
import { endOf, FORK_MARK, marksOfRun, runNamed } from '../../src-shared/lessons/runs'
import type { LessonRun } from '../../src-shared/lessons/runs'
import type { Hand, Lesson } from '../../src-shared/lessons/lesson'
import { RunMetrics } from '../../src-shared/metrics/run-metrics'
import type { Scenario } from '../../src-shared/scenario/schema'
import type { Verdict } from '../../src-shared/verdict'
import { checkNow } from '../lab/results/checks'
import { createLiveChecks } from '../lab/run/live-checks'
import { VirtualRun } from '../lab/run/virtual-run'

export interface PlayRunOptions {
  readonly lesson: Lesson
  readonly run: LessonRun
  /** What a scenario's name stands for. */
  readonly scenarioOf: (name: string) => Scenario
  /** What the reader does in this run; what was done in the runs that it branches off is done again. */
  readonly hands: readonly Hand[]
}

export interface PlayedRun {
  /** `limit`: its time was up before it reached its end; `over`: the run ended before. */
  readonly ended: 'mark' | 'limit' | 'over'
  readonly evidence: Evidence
  readonly events: readonly LabEvent[]
  /** By name. */
  readonly protocol: string
}

interface PlannedIntervention {
  /** null: at once. */
  readonly after: string | null
  readonly intervention: Intervention
  /** The run whose change or hand it is. */
  readonly run: LessonRun
}

/** Plays it to the mark at which its step ends, or to its limit. Throws one sentence when an action cannot be done. */
export function playRun({ lesson, run, scenarioOf, hands }: PlayRunOptions): PlayedRun {
  const scenario = scenarioOf(scenarioNameOf(lesson, run))
  const protocol = findProtocol(scenario.cluster.protocol)
  const seed = seedOf(lesson, run) ?? scenario.seed
  const virtual = new VirtualRun({
    scenario,
    protocol,
    seed,
    trace: DEFAULT_TRACE,
    invariants: createLiveChecks(scenario, protocol)
  })
  const marks = new MarksFold(marksOfRun(lesson, run))
  let planned = plannedOf(lesson, run, hands)
  const events: LabEvent[] = []
  const end = endOf(run)
  const takeIn = () => {
    for (const event of virtual.take()) {
      events.push(event)
      if (!marks.reached.has(end)) marks.observe(event)
    }
  }
  const reachIn = () => {
    const due = planned.findIndex(({ after }) => after === null || marks.reached.has(after))
    if (due < 0) return false
    const { intervention, run: by } = planned[due]!
    // Another future has what was done before the moment at which it branches off, and nothing that came after.
    planned = planned.filter((other, at) => at !== due && (other.run === by || !isBefore(lesson, other.run, by)))
    virtual.intervene(intervention)
    takeIn()
    return true
  }
  takeIn()
  while (!marks.reached.has(end) && virtual.now_us <= run.limit * 1000) {
    if (reachIn()) continue
    const goes_on = virtual.step()
    if (!goes_on) virtual.end('finished')
    takeIn()
    if (!goes_on) break
  }
  const reached = marks.reached.has(end)
  const metrics = new RunMetrics(events, protocol.description).whole
  const verdicts = virtual.isOver ? verdictsOf(scenario, events) : {}
  return {
    ended: reached ? 'mark' : virtual.isOver ? 'over' : 'limit',
    evidence: { marks: marks.reached, metrics, verdicts },
    events,
    protocol: scenario.cluster.protocol
  }
}

function verdictsOf(scenario: Scenario, events: readonly LabEvent[]): Record<string, Verdict> {
  const protocol = findProtocol(scenario.cluster.protocol)
  const { checks } = checkNow({ scenario, protocol, events, forgotten: 0 })
  return Object.fromEntries(checks.map(({ name, verdict }) => [name, verdict]))
}

/** What is done to the run, and after which mark: what belongs to the runs that it branches off as well, its own change first. */
function plannedOf(lesson: Lesson, run: LessonRun, hands: readonly Hand[]): PlannedIntervention[] {
  const { fork } = run
  const parent = fork && runNamed(lesson, fork.of)
  const own = hands.map(({ after, action }): PlannedIntervention => ({
    after: after ?? (fork ? FORK_MARK : null),
    intervention: { do: 'act', action },
    run
  }))
  if (!fork || !parent) return own
  const inherited = plannedOf(lesson, parent, 'hand' in parent ? parent.hand : [])
  return [{ after: fork.at, intervention: fork.change, run }, ...inherited, ...own]
}

/** Whether `later` branches off `earlier`, by way of others or not. */
function isBefore(lesson: Lesson, earlier: LessonRun, later: LessonRun): boolean {
  const parent = later.fork ? runNamed(lesson, later.fork.of) : null
  return parent !== null && (parent === earlier || isBefore(lesson, earlier, parent))
}

function scenarioNameOf(lesson: Lesson, run: LessonRun): string {
  return run.scenario ?? scenarioNameOf(lesson, runNamed(lesson, run.fork!.of)!)
}

function seedOf(lesson: Lesson, run: LessonRun): number | undefined {
  return run.fork ? seedOf(lesson, runNamed(lesson, run.fork.of)!) : run.seed
}
