/** The scenarios that are shipped with the program. */
import { parseText } from '../src-main/lab/scenario-files/listing'
import { preparedListings } from '../src-main/lab/scenario-files/prepared-listings'
import type { ShippedScenario } from '../src-main/server/chosen-scenario'
import type { ScenarioListing } from '../src-shared/lab-api'
import FIRST_TEXT from '../resources/scenarios/consensus/raft-steady.yaml?raw'

/** What runs when the page has just opened: it is there without waiting for the others' texts. */
export const FIRST_SCENARIO = 'raft-steady'

/** Names of all scenarios, in order. */
export const shippedNames: readonly string[] = Object.keys(preparedListings).sort()

/** The catalogue. */
export const shippedListings: readonly ScenarioListing[] = shippedNames.map((name) => preparedListings[name]!.listing)

/** Null: none has that name. */
export async function shippedScenario(id: string): Promise<ShippedScenario | null> {
  const text = id === FIRST_SCENARIO ? FIRST_TEXT : (await import('./scenario-texts')).textOf(id)
  return text === undefined ? null : { id, text, parse: parseText(text, id) }
}
