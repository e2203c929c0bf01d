import type { Scenario } from '../../../src-shared/scenario/schema'

/** What a cluster takes to start and stop, beside the scenario's own duration. */
const OVERHEAD_MS = 2000
/** Enough for a scenario without an end. */
export const ENDLESS_FOR_MS = 4000

interface Candidate {
  readonly scenario: Scenario
}

/** What a run of this scenario tries out: each kind of fault, check, expectation, operation, policy and parameter, by protocol. */
function featuresOf({ cluster, workload, timeline, chaos, checks, expectations }: Scenario): string[] {
  const { script, mix, loop, read_policy, write_policy } = workload
  const actions = timeline.map(({ action }) => {
    const { command, partition } = { command: undefined, partition: undefined, ...action }
    return ['action', action.do, command ?? partition?.shape]
  })
  const operations = script
    ? script.map(({ operation }) => operation.f)
    : Object.keys(mix).filter((f) => mix[f as keyof typeof mix])
  const features = [
    ...actions,
    ...Object.keys(chaos?.faults ?? {}).map((fault) => ['chaos', fault]),
    ...checks.map((check) => ['check', check]),
    ...expectations.map(({ expect }) => ['expect', expect]),
    ...operations.map((f) => ['operation', f]),
    ...(script ?? []).map(({ policy }) => ['policy', policy]),
    ...Object.keys(cluster.parameters).map((parameter) => ['parameter', parameter]),
    ...cluster.switches.map((name) => ['switch', name]),
    ['members', cluster.members !== undefined],
    ['load', script ? 'script' : loop],
    ['policies', read_policy, write_policy]
  ]
  return features.map((feature) => [cluster.protocol, ...feature].join(' '))
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
