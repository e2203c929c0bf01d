/** What must hold in a scenario beyond its schema: names refer to something, values fit the protocol, times fit the run. */
import { validateExpectation } from './expectations'
import { namesOf, RuleContext, unknownName } from './rule-context'
import type { ScenarioContext } from './rule-context'
import { membersOf, regionsOf } from './members'
import type { Member } from './members'
import { clientNames } from './schema'
import type { Scenario } from './schema'
import { validateChaos } from './sections/chaos'
import { validateChecks } from './sections/checks'
import { validateCluster } from './sections/cluster'
import { validateNetwork } from './sections/network'
import { validateTimelineEntry } from './sections/timeline'
import { validateWorkload } from './sections/workload'
import type { ValidationError } from './validation-error'

/** All mistakes of a scenario that fits the schema, in no order. */
export function validateScenario(scenario: Scenario, existing: ScenarioContext): ValidationError[] {
  const { cluster, network, workload, timeline, chaos, duration, checks, expectations, charts } = scenario
  const protocol = existing.protocols.find(({ name }) => name === cluster.protocol)
  if (!protocol) {
    return [unknownName(['cluster', 'protocol'], 'protocol', cluster.protocol, namesOf(existing.protocols))]
  }
  const labels = timeline.flatMap((entry) => entry.label ?? [])
  const random = chaos !== undefined
  const members = membersOf(cluster)
  const declared = namesOf(members)
  const facts = {
    protocol,
    engine: scenario.engine,
    nodes: [...declared, ...joining(timeline, declared)],
    given_roles: givenRoles(members, timeline),
    regions: Object.keys(regionsOf(cluster, network)),
    clients: clientNames(scenario),
    duration_ms: duration,
    faults: { labels, random, any: random || timeline.length > 0 }
  }
  const rules = new RuleContext(facts, existing)
  validateCluster(cluster, scenario.engine, rules)
  validateNetwork(network, rules)
  validateWorkload(workload, rules)
  validateChecks(checks, rules)
  if (chaos) validateChaos(chaos, rules)
  timeline.forEach((entry, i) => validateTimelineEntry(['timeline', i], entry, rules))
  expectations.forEach((expectation, i) => validateExpectation(['expectations', i], expectation, rules))
  charts?.forEach((id, i) => rules.known(['charts', i], 'chart', id, existing.charts))
  return rules.mistakes
}

function givenRoles(members: readonly Member[], timeline: Scenario['timeline']): string[] {
  const of_joiners = timeline.map(({ action }) => (action.do === 'join' ? action.role : undefined))
  return [...new Set([...members.map(({ role }) => role), ...of_joiners])].filter((role) => role !== null && role !== undefined)
}

/** Nodes that nobody declared and that join anyway. */
function joining(timeline: Scenario['timeline'], declared: readonly string[]): Set<string> {
  const names = timeline.flatMap(({ action }) => (action.do === 'join' ? action.node : []))
  return new Set(names.filter((name) => !declared.includes(name)))
}
