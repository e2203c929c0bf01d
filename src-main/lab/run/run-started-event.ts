import { version } from '../../../package.json'
import type { EventOf, Stamp } from '../../../src-shared/events'
import { membersOf } from '../../../src-shared/scenario/members'
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
    ...rolesOf(scenario)
  }
}

function rolesOf({ cluster }: Scenario): Pick<EventOf<'run-started'>, 'roles'> {
  const roles = membersOf(cluster).flatMap(({ name, role, starts }) =>
    role === null || starts === 'later' ? [] : [[name, role]]
  )
  return roles.length > 0 ? { roles: Object.fromEntries(roles) } : {}
}
