/** What happens to a run, and in which order: the scenario's timeline and the random faults that its seed draws. */
import type { NodeId } from '../ids'
import { drawCore, drawTimeline } from './chaos'
import { regionsOf } from './members'
import { nodeNames } from './schema'
import { ENTRIES_MAX } from './sections/timeline'
import type { Scenario } from './schema'
import type { Expectation } from './expectations'
import type { TimelineEntry } from './sections/timeline'

/** One moment at which an entry happens. */
export interface Occurrence {
  readonly at_ms: number
  readonly entry: TimelineEntry
}

/** The scenario's entries and those drawn from the seed, by the time at which they first happen. */
export function plannedTimeline(scenario: Scenario, seed: number): TimelineEntry[] {
  const { timeline, chaos, duration } = scenario
  const regions = Object.keys(regionsOf(scenario.cluster, scenario.network))
  const drawn =
    chaos === undefined || duration === undefined ? [] : drawTimeline(chaos, nodeNames(scenario), duration, seed, regions)
  return [...timeline, ...drawn].sort((a, b) => a.at - b.at)
}

/** What is expected of a run with this seed: where only a core is healed, it alone must converge. */
export function plannedExpectations(scenario: Scenario, seed: number): Expectation[] {
  if (scenario.chaos?.heal !== 'quorum') return scenario.expectations
  const core = drawCore(nodeNames(scenario), seed)
  return scenario.expectations.map((one) => (one.expect === 'converged' ? { ...one, nodes: one.nodes ?? core } : one))
}

/** The nodes for which a run waits at its end, until they hold the same state: those of which that is expected; null: all that take part. */
export function convergingNodes(scenario: Scenario, seed: number): readonly NodeId[] | null {
  const expected = plannedExpectations(scenario, seed).flatMap((one) => (one.expect === 'converged' && one.nodes) || [])
  return expected.length > 0 ? expected : null
}

/**
 * The scenario with its whole plan for this seed written out in its timeline: what is drawn, and each repetition as an entry of its
 * own (unless they are too many for a timeline). It runs as the scenario itself does.
 */
export function withExpandedPlan(scenario: Scenario, seed: number): Scenario {
  const { chaos: _, ...rest } = scenario
  const plan = plannedTimeline(scenario, seed)
  const moments = plan.reduce((sum, { times }) => sum + times, 0)
  const expectations = plannedExpectations(scenario, seed)
  return { ...rest, expectations, timeline: moments > ENTRIES_MAX ? plan : [...occurrencesOf(plan)].map(asEntry) }
}

function asEntry({ at_ms, entry: { every: _, ...rest } }: Occurrence): TimelineEntry {
  return { ...rest, at: at_ms, times: 1 }
}

/** All moments of a plan in order, each entry as often as it repeats. Their places, from 0, are the numbers that `skip` names. */
export function* occurrencesOf(plan: readonly TimelineEntry[]): Generator<Occurrence> {
  const done = plan.map(() => 0)
  for (;;) {
    let next = -1
    let at_ms = Infinity
    plan.forEach(({ at, every = 0, times }, i) => {
      const due_ms = at + done[i]! * every
      if (done[i]! >= times || due_ms >= at_ms) return
      next = i
      at_ms = due_ms
    })
    if (next < 0) return
    done[next]!++
    yield { at_ms, entry: plan[next]! }
  }
}
