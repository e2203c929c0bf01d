/** Reads recordings to lay them side by side, and writes the page that does. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ComparedRun } from '../../src-shared/folds/comparison'
import { diskReason } from '../lab/recording/disk-errors'
import { readRecordingAt } from '../lab/recording/recording-folder'
import { comparedRun } from './compared-run'
import { ExportError } from './export-error'
import { htmlReport } from './html-report'

const FILE_NAME = 'comparison.html'

/** Writes the page of these recordings into the folder, which is made where needed. Throws `RecordingError` and {@link ExportError}. */
export async function writeComparison(
  recordings: readonly string[],
  folder: string
): Promise<{ readonly file: string; readonly runs: readonly ComparedRun[] }> {
  const runs: ComparedRun[] = []
  for (const recording of recordings) runs.push(await readCompared(recording))
  const file = join(folder, FILE_NAME)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(file, htmlReport({ comparison: runs }))
  } catch (error) {
    throw new ExportError(`The comparison could not be written to ${folder}: ${diskReason(error)}; the recordings are untouched.`)
  }
  return { file, runs }
}

/** A recording, read once. Throws `RecordingError`. */
export async function readCompared(path: string): Promise<ComparedRun> {
  return comparedRun(await readRecordingAt(path), path)
}
