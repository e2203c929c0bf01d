/** The scenarios that are shipped with the program, as texts in the bundle. */
import { listScenario, parseText } from '../src-main/lab/scenario-files/listing'
import { preparedListings } from '../src-main/lab/scenario-files/prepared-listings'
import type { ShippedScenario } from '../src-main/server/chosen-scenario'
import type { ScenarioListing } from '../src-shared/lab-api'
import { nameOf } from './file-name'

const TEXTS = import.meta.glob<string>('../resources/scenarios/*/*.yaml', { query: '?raw', import: 'default', eager: true })

/** Names in order, each with the file's path. */
const paths: ReadonlyMap<string, string> = new Map(
  Object.keys(TEXTS)
    .map((path) => [nameOf(path), path] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
)
let listings: ScenarioListing[] | null = null

/** Null: none has that name. */
export function shippedScenario(id: string): ShippedScenario | null {
  const text = textOf(id)
  return text === undefined ? null : { id, text, parse: parseText(text, id) }
}

/** Names of all scenarios. */
export function shippedNames(): string[] {
  return [...paths.keys()]
}

/** The catalogue; parsed only where the build has not prepared it. */
export function shippedListings(): ScenarioListing[] {
  return (listings ??= [...paths].map(
    ([id, path]) => preparedListings[id]?.listing ?? listScenario({ id, path, parse: parseText(TEXTS[path]!, id) })
  ))
}

export function textOf(id: string): string | undefined {
  const path = paths.get(id)
  return path === undefined ? undefined : TEXTS[path]
}
