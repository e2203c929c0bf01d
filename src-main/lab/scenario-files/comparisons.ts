import { parseComparison } from '../../../src-shared/scenario/comparison'
import type { Comparison } from '../../../src-shared/scenario/comparison'
import type { SourceParse } from '../../../src-shared/scenario/source'
import { WORLD } from '../../../src-shared/scenario/world'
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
