import { strToU8, zipSync } from 'fflate'
import { EventReader } from '../src-main/lab/recording/read-recording'
import { packRecording } from '../src-main/lab/recording/recording-archive'
import { memorySource } from '../src-main/lab/recording/recording-in-memory'
import { requireRecorded } from '../src-main/lab/run/session'
import type { RunReport } from '../src-main/lab/run/session'
import type { ExportContent, ExportFormat } from '../src-main/report/export-files'
import type { ReportExtras } from '../src-main/report/html-report'
import type { Exporter } from '../src-main/server/command-context'
import { foldRun } from '../src-shared/folds/run'
import type { CommandAnswer } from '../src-shared/lab-api'
import { ARCHIVE_SUFFIX } from '../src-shared/recording-archive'
import { definitionNamed } from '../src-shared/protocols/registry'
import type { BlobPaths } from './blob-paths'
import type { TabRecordings } from './tab-recordings'

/** Draws an SVG as PNG, which needs the page. */
export type DrawPng = (svg: string) => Promise<Uint8Array>

/** Makes files for a browser to save: one as it is, several as a zip. */
export class TabExporter implements Exporter {
  constructor(
    private readonly recordings: Pick<TabRecordings, 'filesOf'>,
    private readonly paths: BlobPaths,
    private readonly drawPng: DrawPng
  ) {}

  async exportRun(run: RunReport, formats: readonly ExportFormat[], extras: ReportExtras): Promise<CommandAnswer> {
    const { recording, ...report } = requireRecorded(run)
    // Loaded when first needed: the charting library would slow the first picture.
    const { exportFiles } = await import('../src-main/report/export-files')
    const recorded = this.recordings.filesOf(recording)
    const source = {
      report: { ...report, recording },
      fold: foldRun(report.events, definitionNamed(report.result.protocol)),
      extras,
      recorded: () => new EventReader(memorySource(recording, recorded)).batches(),
      drawPng: this.drawPng
    }
    const name = report.scenario.name
    const files: Record<string, Uint8Array> = {}
    for (const format of formats) {
      if (format === 'recording') files[`${name}${ARCHIVE_SUFFIX}`] = packRecording(recorded)
      else for await (const [path, content] of exportFiles(format, source)) files[path] = await bytesOf(content)
    }
    return this.saved(files, formats.length === 1 ? `${name}-${formats[0]}.zip` : `${name}.zip`)
  }

  async exportPage(name: string, text: string): Promise<CommandAnswer> {
    return this.saved({ [name]: strToU8(text) }, name)
  }

  private saved(files: Readonly<Record<string, Uint8Array>>, zip_name: string): CommandAnswer {
    const [[name, content] = ['', new Uint8Array()], ...others] = Object.entries(files)
    const file =
      others.length === 0
        ? { name, path: this.paths.add([content], typeOf(name)) }
        : { name: zip_name, path: this.paths.add([zipSync(files)], 'application/zip') }
    const amount = others.length === 0 ? 'Ready to save:' : `${others.length + 1} files in a zip, ready to save:`
    return { ok: true, text: amount, files: [file] }
  }
}

async function bytesOf(content: ExportContent): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return content
  let text = ''
  for await (const piece of content) text += piece
  return strToU8(text)
}

function typeOf(name: string): string {
  if (name.endsWith('.html')) return 'text/html'
  return name.endsWith('.svg') ? 'image/svg+xml' : 'application/octet-stream'
}
