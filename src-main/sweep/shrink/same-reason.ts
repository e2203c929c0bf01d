/** What a smaller scenario must keep so that what fails in it fails for the same reason. Runs decide the rest; see `shrink.ts`. */
import type { Scenario } from '../../../src-shared/scenario/schema'
import type { TimelineEntry } from '../../../src-shared/scenario/sections/timeline'
import type { Failure } from '../outcome'

/**
 * Whether the candidate leaves as it was what the failure is judged by. What an expectation says of a moment holds of the faults at
 * the moments that they had; what is judged at the end must not be judged in the midst of a fault, or too soon after it.
 */
export function hasSameReason(
  candidate: Scenario,
  original: Scenario,
  { kind, at_us }: Pick<Failure, 'kind' | 'at_us'>
): boolean {
  if (kind === 'unmet' && refersToTimes(candidate)) {
    const moments = new Set(original.timeline.map(momentsOf))
    return candidate.timeline.every((entry) => moments.has(momentsOf(entry)))
  }
  return at_us !== null || candidate.timeline.length === 0 || quiet_ms(candidate) >= quiet_ms(original)
}

/** The same run without what should make it fail: its deliberate bugs, or else its faults. */
export function controlOf(scenario: Scenario): Scenario {
  const { cluster } = scenario
  return cluster.switches.length > 0 ? { ...scenario, cluster: { ...cluster, switches: [] } } : { ...scenario, timeline: [] }
}

function refersToTimes({ expectations, workload }: Scenario): boolean {
  return workload.script !== undefined || expectations.some((one) => ('during' in one && one.during) || 'at' in one)
}

function momentsOf({ at, for: lasting, every, times }: TimelineEntry): string {
  return JSON.stringify([at, lasting, every, times])
}

/** From the end of the last fault to the end of the run. */
function quiet_ms({ timeline, duration }: Scenario): number {
  const ends = timeline.map(({ at, for: lasting = 0, every = 0, times }) => at + (times - 1) * every + lasting)
  return duration! - Math.max(...ends)
}
