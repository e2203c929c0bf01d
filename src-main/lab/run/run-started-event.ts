import { version } from '../../../package.json'
import type { EventOf, Stamp } from '../../../src-shared/events'
import type { LinkId } from '../../../src-shared/ids'
import { differenceFromClear } from '../../../src-shared/network/netem'
import type { LinkSettingsChange } from '../../../src-shared/network/netem'
import { ScenarioLinks } from '../../../src-shared/scenario/links'
import { rolesOf } from '../../../src-shared/scenario/members'
import { clientNames, nodeNames } from '../../../src-shared/scenario/schema'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { NODES_MAX } from '../../../src-shared/engine'
import type { Engine } from '../../../src-shared/engine'

/** The event with which every run's stream begins. */
export function runStartedEvent(
  scenario: Scenario,
  engine: Engine,
  seed: number,
  started_at: string | null
): Omit<EventOf<'run-started'>, keyof Stamp> {
  const roles = rolesOf(scenario.cluster)
  const links = linksSet(scenario)
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
    ...(Object.keys(roles).length > 0 && { roles }),
    ...(Object.keys(links).length > 0 && { links })
  }
}

/** What the scenario sets of its links; of more nodes than processes can be there are too many. */
function linksSet(scenario: Scenario): Record<LinkId, LinkSettingsChange> {
  if (nodeNames(scenario).length > NODES_MAX.processes) return {}
  const all = [...new ScenarioLinks(scenario).initial()]
  const set = all.map(([link, settings]) => [link, differenceFromClear(settings)] as const)
  return Object.fromEntries(set.filter(([, change]) => Object.keys(change).length > 0))
}
