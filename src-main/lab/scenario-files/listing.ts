/** What a scenario's text says, and how the catalogue shows it; nothing here needs files. */
import type { ComparisonListing, ScenarioListing } from '../../../src-shared/lab-api'
import { sectionOfPath } from '../../../src-shared/lessons/sections'
import type { Comparison } from '../../../src-shared/scenario/comparison'
import { formatScenarioError, parseScenario } from '../../../src-shared/scenario/parse'
import type { ScenarioParse } from '../../../src-shared/scenario/parse'
import { nodeNames } from '../../../src-shared/scenario/schema'
import type { SourceParse } from '../../../src-shared/scenario/source'
import { topicsOf } from '../../../src-shared/scenario/topics'
import { WORLD } from '../../../src-shared/scenario/world'

interface ListedScenario {
  readonly id: string
  /** Its folder's name says to which section of the chapter it belongs. */
  readonly path: string
  readonly parse: ScenarioParse
}

/** Parses a scenario and holds it against what exists. `file` only names the text in errors. */
export function parseText(text: string, file: string): ScenarioParse {
  return parseScenario(text, file, WORLD)
}

const NOTHING_SAID = { summary: '', protocol: '', nodes: 0, duration_ms: null, engine: 'processes', topics: [] } as const

/** A scenario as the catalogue shows it; one with mistakes says which. */
export function listScenario({ id, path, parse }: ListedScenario): ScenarioListing {
  const section = sectionOfPath(path)
  if (!parse.ok) {
    const error = parse.errors.map(formatScenarioError).join('\n')
    return { ...NOTHING_SAID, id, title: id, section, error }
  }
  const { title, summary, cluster, duration, engine } = parse.scenario
  return {
    id,
    title,
    summary,
    section,
    protocol: cluster.protocol,
    nodes: nodeNames(parse.scenario).length,
    duration_ms: duration ?? null,
    engine,
    topics: topicsOf(parse.scenario),
    error: null
  }
}

/** A comparison as the catalogue shows it; one with mistakes says which. */
export function listComparison({
  id,
  parse
}: {
  readonly id: string
  readonly parse: SourceParse<Comparison>
}): ComparisonListing {
  if (!parse.ok)
    return { id, title: id, summary: '', runs: [], protocols: [], error: parse.errors.map(formatScenarioError).join('\n') }
  const { title, summary, runs } = parse.value
  const protocols = [...new Set(runs.map(({ cluster }) => cluster.protocol))]
  return { id, title, summary, runs: runs.map((run) => run.title), protocols, error: null }
}
