import { version } from '../../../package.json'
import type { EventOf, Stamp } from '../../../src-shared/events'
import { rolesOf } from '../../../src-shared/scenario/members'
import { clientNames, nodeNames } from '../../../src-shared/scenario/schema'
import type { Scenario } from '../../../src-shared/scenario/schema'
import type { Engine } from '../../../src-shared/engine'

/** The event with which every run's stream begins. */
export function runStartedEvent(
  scenario: Scenario,
  engine: Engine,
  seed: number,
  started_at: string | null
): Omit<EventOf<'run-started'>, keyof Stamp> {
  const roles = rolesOf(scenario.cluster)
  return {
    kind: 'run-started',
    version,
    scenario: scenario.name,
    protocol: scenario.cluster.protocol,
    engine,
    seed,
    nodes: nodeNames(scenario),
    clients: clientNames(scenario),
    started_at,
    switches: scenario.cluster.switches,
    ...(Object.keys(scenario.cluster.parameters).length > 0 && { parameters: scenario.cluster.parameters }),
    ...(Object.keys(roles).length > 0 && { roles })
  }
}
