/** Takes a run home: tables, pictures, a report to open in a browser, and the recording. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createWriteStream, existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ARCHIVE_SUFFIX } from '../../src-shared/recording-archive'
import { definitionNamed } from '../../src-shared/protocols/registry'
import { foldRun } from '../../src-shared/folds/run'
import { diskReason } from '../lab/recording/disk-errors'
import { EventReader } from '../lab/recording/read-recording'
import { folderSource } from '../lab/recording/recording-folder'
import { packRecording } from '../lab/recording/recording-archive'
import { segmentsOf } from '../lab/recording/recorded-segments'
import { RECORDING_FILES } from '../lab/recording/recording-files'
import type { RecordedReport } from '../lab/run/session'
import { drawPng } from './draw-png'
import { ExportError } from './export-error'
import { exportFiles } from './export-files'
import type { ExportContent, ExportFormat } from './export-files'
import type { ReportExtras } from './html-report'

/**
 * Writes what is asked for into the folder, which is made where needed: `csv/*.csv`, `json/*.json`, `svg/*.svg`, `png/*.png`,
 * `report.html` (with what is known `beside` the run), `history.edn`, `shiviz.log`, `otlp-traces.json`, and the recording as one file, `*.netsplit`. Answers the paths of
 * the files within the folder. Throws {@link ExportError}.
 */
export async function writeExports(
  folder: string,
  report: RecordedReport,
  formats: readonly ExportFormat[],
  extras: ReportExtras = {}
): Promise<string[]> {
  const fold = foldRun(report.events, definitionNamed(report.result.protocol))
  const recorded = () => new EventReader(folderSource(report.recording)).batches()
  const source = { report, fold, extras, recorded, drawPng }
  const written: string[] = []
  const write = async (path: string, content: ExportContent): Promise<void> => {
    const full = join(folder, path)
    await mkdir(dirname(full), { recursive: true })
    if (content instanceof Uint8Array) await writeFile(full, content)
    else await pipeline(Readable.from(content), createWriteStream(full))
    written.push(path)
  }
  try {
    await mkdir(folder, { recursive: true })
    for (const format of formats) {
      if (format === 'recording') await write(`${report.scenario.name}${ARCHIVE_SUFFIX}`, await packedFolder(report.recording))
      else for await (const [path, content] of exportFiles(format, source)) await write(path, content)
    }
  } catch (error) {
    throw new ExportError(explain(error, folder, written.length))
  }
  return written
}

/** The recording's own files as one. */
async function packedFolder(recording: string): Promise<Uint8Array> {
  const segments = segmentsOf(recording).map((path) => basename(path))
  const names = [...new Set([...Object.values(RECORDING_FILES), ...segments])].filter((file) => existsSync(join(recording, file)))
  return packRecording(
    new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(recording, name))] as const)))
  )
}

function explain(error: unknown, folder: string, written: number): string {
  const kept = written === 0 ? 'nothing was written' : `${written} files were written before it`
  return `The export to ${folder} failed: ${diskReason(error)}; ${kept}, and the run itself is untouched.`
}
