import type { ScenarioListing } from '../../../src-shared/lab-api'
import { SECTIONS } from '../../../src-shared/lessons/sections'
import type { Section, SectionId } from '../../../src-shared/lessons/sections'
import type { Engine } from '../../../src-shared/engine'
import { definitions } from '../../../src-shared/protocols/registry'
import { TOPICS } from '../../../src-shared/scenario/topics'
import type { Topic } from '../../../src-shared/scenario/topics'
import { isFound } from '../text/search'

/** Scenarios of a section of the chapter. */
export interface CatalogueGroup {
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

const IN_CHAPTER = SECTIONS.flatMap(({ protocols }): readonly string[] => protocols)
const placeInChapter = (name: string) => (IN_CHAPTER.includes(name) ? IN_CHAPTER.indexOf(name) : IN_CHAPTER.length)
/** All protocols in the order of the chapter; those that no section names come last. */
export const PROTOCOLS = definitions
  .map(({ description: { name, title } }) => ({ name, title }))
  .sort((a, b) => placeInChapter(a.name) - placeInChapter(b.name))

/** How long a run is, by the scenario's own end. */
export function lengthText(duration_ms: number | null): string {
  return duration_ms === null ? 'until stopped' : `${duration_ms / 1000} s`
}

/** What is wanted of the catalogue; null: any. */
export interface CatalogueFilter {
  /** Each of its words must occur. */
  readonly searched?: string
  readonly section?: SectionId | null
  readonly protocol?: string | null
  readonly length?: Length | null
  readonly topic?: Topic | null
  readonly engine?: Engine | null
}

/** The wanted ones by section of the chapter: the one that is called so, those whose name has what is searched for, then by protocol, random faults last. */
export function catalogueOf(scenarios: readonly ScenarioListing[], filter: CatalogueFilter = {}): CatalogueGroup[] {
  const found = scenarios
    .filter((scenario) => isWanted(scenario, filter))
    .sort((a, b) => nameMatch(b, filter) - nameMatch(a, filter) || byKind(a, b))
  const known = SECTIONS.map(({ id, title }) => ({ title, scenarios: found.filter(({ section }) => section === id) }))
  const others = found.filter(({ section }) => section === null)
  const groups = [...known, { title: 'Your own', scenarios: others }]
  return groups.filter(({ scenarios: own }) => own.length > 0)
}

/** Sections of the chapter that have one of these scenarios, in order. */
export function sectionsWith(scenarios: readonly ScenarioListing[]): Section[] {
  return SECTIONS.filter(({ id }) => scenarios.some(({ section }) => section === id))
}

export function titleOfProtocol(name: string): string | undefined {
  return definitions.find(({ description }) => description.name === name)?.description.title
}

/** How well a scenario's name is what is searched for: 2 exactly, 1 it has it, 0 not at all. */
function nameMatch({ id, title }: ScenarioListing, { searched = '' }: CatalogueFilter): number {
  if (searched === '') return 0
  if (id === searched.trim().toLowerCase()) return 2
  return Number(isFound([id, title], searched))
}

function isWanted(scenario: ScenarioListing, filter: CatalogueFilter): boolean {
  const { id, title, summary, protocol, topics } = scenario
  if (filter.section && scenario.section !== filter.section) return false
  if (filter.protocol && protocol !== filter.protocol) return false
  if (filter.engine && scenario.engine !== filter.engine) return false
  if (filter.topic && !topics.includes(filter.topic)) return false
  if (filter.length && !isOfLength(scenario.duration_ms, filter.length)) return false
  const words = topics.map((topic) => TOPICS[topic])
  return isFound([id, title, summary, protocol, titleOfProtocol(protocol) ?? '', ...words], filter.searched ?? '')
}

function isOfLength(duration_ms: number | null, length: Length): boolean {
  const { over_s, to_s } = LENGTHS[length]
  const seconds = (duration_ms ?? Infinity) / 1000
  return seconds > over_s && seconds <= to_s
}

function byKind(a: ScenarioListing, b: ScenarioListing): number {
  return placeOf(a) - placeOf(b) || Number(isRandom(a)) - Number(isRandom(b)) || a.title.localeCompare(b.title)
}

/** Of its protocol, in the order of the chapter. */
function placeOf({ protocol }: ScenarioListing): number {
  return PROTOCOLS.findIndex(({ name }) => name === protocol)
}

/** Random faults, made for sweeps over many seeds. */
function isRandom({ topics }: ScenarioListing): boolean {
  return topics.includes('random')
}
