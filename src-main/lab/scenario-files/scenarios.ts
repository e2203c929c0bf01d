import { createHash } from 'node:crypto'
import type { ScenarioListing } from '../../../src-shared/lab-api'
import type { ScenarioParse } from '../../../src-shared/scenario/parse'
import { listScenario, parseText } from './listing'
import { preparedListings } from './prepared-listings'
import { readSource, shippedFolder, ShippedFiles } from './source-file'
import type { SourceFile } from './source-file'

const SHIPPED = shippedFolder('scenarios')

/** A scenario file's text and what it says. */
export interface ScenarioFile extends SourceFile {
  readonly parse: ScenarioParse
}

/** Reads a scenario by path or by the name of a shipped one. Throws an error with one sentence when there is no such file. */
export function readScenario(path_or_name: string): ScenarioFile {
  const file = readSource(SHIPPED, path_or_name, 'scenario')
  return { ...file, parse: parseText(file.text, file.path) }
}

const shipped = new ShippedFiles(SHIPPED, readScenario)
const listings = new ShippedFiles(SHIPPED, (path) => {
  const file = readSource(SHIPPED, path, 'scenario')
  const prepared = preparedListings[file.id]
  const sha256 = createHash('sha256').update(file.text).digest('base64')
  if (prepared?.sha256 === sha256) return { ...file, listing: prepared.listing }
  return { ...file, listing: listScenario({ ...file, parse: parseText(file.text, file.path) }) }
})

/** All shipped scenarios, by name. */
export function shippedScenarios(): ScenarioFile[] {
  return shipped.all()
}

/** The one of this name; the others are not read. */
export function shippedScenario(name: string): ScenarioFile | undefined {
  return shipped.named(name)
}

/** The catalogue. Only a scenario whose text is not the one that the build has seen is parsed. */
export function shippedListings(): ScenarioListing[] {
  return listings.all().map(({ listing }) => listing)
}

/** Their names alone: nothing is read or parsed. */
export function shippedScenarioNames(): string[] {
  return shipped.names()
}
