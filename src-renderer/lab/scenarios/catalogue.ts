import type { ScenarioListing } from '../../../src-shared/lab-api'
import { SECTIONS } from '../../../src-shared/lessons/sections'
import type { Section } from '../../../src-shared/lessons/sections'
import { definitions } from '../../../src-shared/protocols/registry'
import { isFound } from '../text/search'

/** Scenarios of a protocol. */
export interface CatalogueGroup {
  /** With the section of the chapter: `Replication · Leader and followers`. */
  readonly title: string
  readonly scenarios: readonly ScenarioListing[]
}

/** How long a run may be, in words, and its bounds in seconds. */
export const LENGTHS = {
  short: { title: 'up to 15 s', over_s: 0, to_s: 15 },
  medium: { title: '15 s to a minute', over_s: 15, to_s: 60 },
  long: { title: 'over a minute, or until stopped', over_s: 60, to_s: Infinity }
} as const
export type Length = keyof typeof LENGTHS

/** What is wanted of the catalogue. */
export interface CatalogueFilter {
  /** Each of its words must occur. */
  readonly searched?: string
  readonly protocol?: string | null
  readonly length?: Length | null
}

/** The wanted ones, by section of the chapter and protocol; what shows one thing comes before random faults. */
export function catalogueOf(scenarios: readonly ScenarioListing[], filter: CatalogueFilter = {}): CatalogueGroup[] {
  const found = scenarios.filter((scenario) => isWanted(scenario, filter))
  const known = protocolsInOrder().map(({ name, title, section }) => ({
    title: section === undefined ? title : `${section.title} · ${title}`,
    scenarios: found.filter(({ protocol }) => protocol === name)
  }))
  const unknown = found.filter(({ protocol }) => titleOfProtocol(protocol) === undefined)
  return [...known, { title: 'With an error', scenarios: unknown }]
    .filter(({ scenarios: own }) => own.length > 0)
    .map(({ title, scenarios: own }) => ({ title, scenarios: [...own].sort(byKind) }))
}

/** All protocols in the order of the chapter; those that no section names come last. */
export function protocolsInOrder() {
  const all = definitions.map(({ description: { name, title } }) => ({ name, title, section: sectionOf(name) }))
  const places = SECTIONS.flatMap(({ protocols }): readonly string[] => protocols)
  const placeOf = (name: string) => (places.includes(name) ? places.indexOf(name) : places.length)
  return all.sort((a, b) => placeOf(a.name) - placeOf(b.name))
}

export function titleOfProtocol(name: string): string | undefined {
  return definitions.find(({ description }) => description.name === name)?.description.title
}

function sectionOf(protocol: string): Section | undefined {
  return SECTIONS.find(({ protocols }: Section) => protocols.includes(protocol))
}

function isWanted(
  { id, title, summary, protocol, duration_ms }: ScenarioListing,
  { searched = '', protocol: wanted, length }: CatalogueFilter
): boolean {
  if (wanted && protocol !== wanted) return false
  if (length) {
    const { over_s, to_s } = LENGTHS[length]
    const seconds = (duration_ms ?? Infinity) / 1000
    if (seconds <= over_s || seconds > to_s) return false
  }
  return isFound([id, title, summary, protocol], searched)
}

function byKind(a: ScenarioListing, b: ScenarioListing): number {
  return Number(isRandom(a)) - Number(isRandom(b)) || a.title.localeCompare(b.title)
}

/** Random faults, made for sweeps over many seeds. */
function isRandom({ id }: ScenarioListing): boolean {
  return id.includes('-chaos')
}
