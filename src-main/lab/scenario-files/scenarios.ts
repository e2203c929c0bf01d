import type { ScenarioParse } from '../../../src-shared/scenario/parse'
import { parseText } from './listing'
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

/** All shipped scenarios, by name. */
export function shippedScenarios(): ScenarioFile[] {
  return shipped.all()
}

/** Their names alone: nothing is read or parsed. */
export function shippedScenarioNames(): string[] {
  return shipped.names()
}
