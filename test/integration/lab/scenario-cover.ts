import type { Scenario } from '../../../src-shared/scenario/schema'
import { cover } from '../../unit/support/cover'

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
function featuresOf({ scenario: { cluster, workload, timeline, chaos } }: Candidate): string[] {
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

/** Few and short scenarios that together have every feature of all. */
export function coverOfEngine<T extends Candidate>(all: readonly T[]): T[] {
  return cover(all, { featuresOf, costOf: ({ scenario: { duration } }) => OVERHEAD_MS + (duration ?? ENDLESS_FOR_MS) })
}
