import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandAnswer } from '../../src-shared/lab-api'
import { diskReason } from '../lab/recording/disk-errors'
import { requireRecorded } from '../lab/run/session'
import type { RunReport } from '../lab/run/session'
import { ExportError } from '../report/export-error'
import type { ExportFormat } from '../report/export-files'
import type { ReportExtras } from '../report/html-report'
import type { Exporter } from './command-context'
import { RECORDINGS_PATH } from './recordings'
import type { Recordings } from './recordings'

/** Exports lie beside the recording that they were made from; those of none beside all recordings. */
export class FolderExporter implements Exporter {
  constructor(private readonly recordings: Pick<Recordings, 'idOf' | 'folderOf' | 'keepPage'>) {}

  /** Of several files the answer names the folder. */
  async exportRun(run: RunReport, formats: readonly ExportFormat[], extras: ReportExtras): Promise<CommandAnswer> {
    const report = requireRecorded(run)
    // Loaded when first needed: the charting library would slow every start.
    const { writeExports } = await import('../report/exports')
    const names = await writeExports(report.recording, report, formats, extras)
    const id = this.recordings.idOf(report.recording)
    const [first, ...others] = names
    const link =
      others.length > 0
        ? { name: 'Open the folder', path: `${RECORDINGS_PATH}${id}/` }
        : { name: first!, path: `${RECORDINGS_PATH}${id}/${first}` }
    const amount = others.length > 0 ? `${names.length} files` : '1 file'
    return { ok: true, text: `${amount} in ${report.recording}`, files: id === null || first === undefined ? [] : [link] }
  }

  /** Takes the place of the one before. */
  async exportPage(name: string, text: string, recording: string | null): Promise<CommandAnswer> {
    if (recording === null)
      return { ok: true, files: [{ name, path: `${RECORDINGS_PATH}${this.recordings.keepPage(name, text)}` }] }
    const file = join(this.recordings.folderOf(recording)!, name)
    try {
      writeFileSync(file, text)
    } catch (error) {
      throw new ExportError(`${file} could not be written: ${diskReason(error)}; the recordings are untouched.`)
    }
    return { ok: true, text: file, files: [{ name, path: `${RECORDINGS_PATH}${recording}/${name}` }] }
  }
}
