import type { ScenarioListing } from '../../../src-shared/lab-api'
import { definitions } from '../../../src-shared/protocols/registry'
import { isFound } from '../text/search'

/** Scenarios of a protocol. */
export interface CatalogueGroup {
  readonly title: string
  readonly scenarios: readonly ScenarioListing[]
}

/** Those in which each of the words occurs, by protocol in the registry's order; what shows one thing comes before random faults. */
export function catalogueOf(scenarios: readonly ScenarioListing[], searched = ''): CatalogueGroup[] {
  const found = scenarios.filter(({ id, title, summary, protocol }) => isFound([id, title, summary, protocol], searched))
  const known = definitions.map(({ description: { name, title } }) => ({
    title,
    scenarios: found.filter(({ protocol }) => protocol === name)
  }))
  const unknown = found.filter(({ protocol }) => definitions.every(({ description }) => description.name !== protocol))
  return [...known, { title: 'With an error', scenarios: unknown }]
    .filter(({ scenarios: own }) => own.length > 0)
    .map(({ title, scenarios: own }) => ({ title, scenarios: [...own].sort(byKind) }))
}

function byKind(a: ScenarioListing, b: ScenarioListing): number {
  return Number(isRandom(a)) - Number(isRandom(b)) || a.title.localeCompare(b.title)
}

/** Random faults, made for sweeps over many seeds. */
function isRandom({ id }: ScenarioListing): boolean {
  return id.includes('-chaos')
}
