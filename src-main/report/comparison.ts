/** Reads recordings to lay them side by side, and writes the page that does. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { protocols } from '../../src-node/protocols/registry'
import { definitionOf } from '../../src-shared/protocols/registry'
import type { ComparedRun } from '../../src-shared/folds/comparison'
import { createComparisonFold, foldComparison } from '../../src-shared/folds/comparison'
import { RunMetrics } from '../../src-shared/metrics/run-metrics'
import { createRunFold, foldEvent } from '../../src-shared/folds/run'
import { diskReason } from '../lab/recording/disk-errors'
import { noRecording, readRecording } from '../lab/recording/read-recording'
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
export async function readCompared(folder: string): Promise<ComparedRun> {
  const { events, result } = await readRecording(folder)
  const started = events.find((event) => event.kind === 'run-started')
  if (started === undefined) throw noRecording(folder)
  const description = protocols.find((protocol) => protocol.description.name === started.protocol)?.description
  const fold = createRunFold(description && definitionOf(description))
  const comparison = createComparisonFold()
  for (const event of events) {
    foldEvent(fold, event)
    foldComparison(comparison, event, fold)
  }
  return {
    title: result?.title ?? started.scenario,
    protocol: started.protocol,
    engine: started.engine,
    seed: started.seed,
    watched: description?.invariants.map(({ name }) => name) ?? [],
    fold,
    comparison,
    metrics: result?.metrics ?? new RunMetrics(events, description).whole,
    judgements: []
  }
}
