import { chartsFor } from '../charts'
import { METRICS } from '../protocols/metrics'
import { definitions, descriptions } from '../protocols/registry'
import type { ScenarioContext } from './rule-context'

/** What a scenario may refer to: the protocols, metrics and charts that exist. */
export const WORLD: ScenarioContext = {
  protocols: descriptions,
  metrics: METRICS.map(({ name }) => name),
  charts: [...new Set(definitions.flatMap((definition) => chartsFor(definition).map(({ id }) => id)))]
}
