import type { Scenario } from '../../../src-shared/scenario/schema'

/** What a cluster takes to start and stop, beside the scenario's own duration. */
const OVERHEAD_MS = 2000
/** Enough for a scenario without an end. */
export const ENDLESS_FOR_MS = 4000

interface Candidate {
  readonly scenario: Scenario
}

/**
 * What a run of this scenario tries out of the engine: its protocol with its commands, what is done to the cluster, the load. What a
 * protocol decides by that is no different in a simulation, and tried there.
 */
function featuresOf({ cluster, workload, timeline, chaos }: Scenario): string[] {
  const actions = timeline.map(({ action }) => {
    const { command, partition } = { command: undefined, partition: undefined, ...action }
    return command ? [cluster.protocol, 'command', command] : [action.do, partition?.shape]
  })
  const features = [
    ['protocol', cluster.protocol],
    ...actions,
    ...Object.keys(chaos?.faults ?? {}).map((fault) => ['chaos', fault]),
    ['members', cluster.members !== undefined],
    ['load', workload.script ? 'script' : workload.loop]
  ]
  return features.map((feature) => feature.join(' '))
}

/** Few and short scenarios that together have every feature of all: greedily, the most new features for their time. */
export function cover<T extends Candidate>(all: readonly T[]): T[] {
  const missing = new Set(all.flatMap(({ scenario }) => featuresOf(scenario)))
  const worth = ({ scenario }: T): number =>
    new Set(featuresOf(scenario).filter((feature) => missing.has(feature))).size / cost_ms(scenario)
  const chosen: T[] = []
  while (missing.size > 0) {
    const best = all.reduce((one, other) => (worth(other) > worth(one) ? other : one))
    for (const feature of featuresOf(best.scenario)) missing.delete(feature)
    chosen.push(best)
  }
  return chosen
}

function cost_ms({ duration }: Scenario): number {
  return OVERHEAD_MS + (duration ?? ENDLESS_FOR_MS)
}
