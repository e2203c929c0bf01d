import type { ComparisonListing } from '../../../src-shared/lab-api'
import { parseComparison } from '../../../src-shared/scenario/comparison'
import type { Comparison } from '../../../src-shared/scenario/comparison'
import { formatScenarioError } from '../../../src-shared/scenario/parse'
import type { SourceParse } from '../../../src-shared/scenario/source'
import { WORLD } from './listing'
import { readSource, shippedFolder, ShippedFiles } from './source-file'
import type { SourceFile } from './source-file'

const SHIPPED = shippedFolder('comparisons')

/** A comparison file's text and what it says. */
export interface ComparisonFile extends SourceFile {
  readonly parse: SourceParse<Comparison>
}

/** Reads a comparison by path or by the name of a shipped one. Throws an error with one sentence when there is no such file. */
export function readComparison(path_or_name: string): ComparisonFile {
  const file = readSource(SHIPPED, path_or_name, 'comparison')
  return { ...file, parse: parseComparison(file.text, file.path, WORLD) }
}

const shipped = new ShippedFiles(SHIPPED, readComparison)

/** All shipped comparisons, by name. */
export function shippedComparisons(): ComparisonFile[] {
  return shipped.all()
}

/** A comparison as the catalogue shows it; one with mistakes says which. */
export function listComparison({ id, parse }: ComparisonFile): ComparisonListing {
  if (!parse.ok)
    return { id, title: id, summary: '', runs: [], protocols: [], error: parse.errors.map(formatScenarioError).join('\n') }
  const { title, summary, runs } = parse.value
  const protocols = [...new Set(runs.map(({ cluster }) => cluster.protocol))]
  return { id, title, summary, runs: runs.map((run) => run.title), protocols, error: null }
}
