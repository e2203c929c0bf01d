import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { protocols } from '../../src-node/protocols/registry'
import { chartsFor } from '../../src-shared/charts'
import { METRICS } from '../../src-shared/folds/metrics'
import type { ScenarioListing } from '../../src-shared/lab-api'
import { formatScenarioError, parseScenario } from '../../src-shared/scenario/parse'
import type { ScenarioParse } from '../../src-shared/scenario/parse'
import type { ScenarioWorld } from '../../src-shared/scenario/rules'
import { nodeNames } from '../../src-shared/scenario/schema'

const EXTENSION = '.yaml'
/** As far up from here as from `out/main`, where the bundles lie; packaged the same. */
const FOLDER = join(__dirname, '../../resources/scenarios')

/** A scenario file's text and what it says. */
export interface ScenarioFile {
  /** The file's name without `.yaml`. */
  readonly id: string
  readonly path: string
  readonly text: string
  readonly parse: ScenarioParse
}

/** What a scenario may refer to: the protocols, metrics and charts that exist. */
const WORLD: ScenarioWorld = {
  protocols: protocols.map(({ description }) => description),
  metrics: METRICS.map(({ name }) => name),
  charts: [...new Set(protocols.flatMap(({ description }) => chartsFor(description).map(({ id }) => id)))]
}

/** Parses a scenario and holds it against what exists. `file` only names the text in errors. */
export function parseText(text: string, file: string): ScenarioParse {
  return parseScenario(text, file, WORLD)
}

/** Reads a scenario by path or by the name of a shipped one. Throws an error with one sentence when there is no such file. */
export function readScenario(path_or_name: string): ScenarioFile {
  const shipped = join(FOLDER, `${path_or_name}${EXTENSION}`)
  const path = /^[a-z0-9-]+$/.test(path_or_name) && existsSync(shipped) ? shipped : path_or_name
  const text = readText(path)
  return { id: basename(path, EXTENSION), path, text, parse: parseText(text, path) }
}

/** All shipped scenarios, by name. */
export function shippedScenarios(): ScenarioFile[] {
  const names = readdirSync(FOLDER)
    .filter((name) => name.endsWith(EXTENSION))
    .sort()
  return names.map((name) => readScenario(join(FOLDER, name)))
}

/** A scenario as the catalogue shows it; one with mistakes says which. */
export function listScenario({ id, parse }: ScenarioFile): ScenarioListing {
  if (!parse.ok) {
    const error = parse.errors.map(formatScenarioError).join('\n')
    return { id, title: id, summary: '', protocol: '', nodes: 0, duration_ms: null, error }
  }
  const { title, summary, cluster, duration } = parse.scenario
  const nodes = nodeNames(parse.scenario).length
  return { id, title, summary, protocol: cluster.protocol, nodes, duration_ms: duration ?? null, error: null }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Error(`${path}: ${REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? (error as Error).message}`)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such scenario file, and no shipped scenario of that name',
  EISDIR: 'this is a folder; expected a scenario file',
  EACCES: 'this file may not be read'
}
