/** The files of each export. Nothing here needs a disk. */
import type { LabEvent } from '../../src-shared/events'
import type { RunFold } from '../../src-shared/folds/run'
import type { EXPORT_FORMATS } from '../../src-shared/lab-api'
import { spansFold } from '../../src-shared/protocols/services/spans'
import type { RunReport } from '../lab/run/session'
import { drawSvg } from './draw'
import { ednHistory } from './edn'
import { htmlReport } from './html-report'
import type { ReportExtras } from './html-report'
import { otlpTraces } from './otlp'
import { chartPictures } from './pictures'
import { seriesTables } from './series-tables'
import { shivizLog } from './shiviz'
import { csvText, inChunks, jsonText } from './table'

export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export type ExportContent = Iterable<string> | AsyncIterable<string> | Uint8Array
export type ExportFile = readonly [path: string, content: ExportContent]

/** What exports are made of. */
export interface ExportSource {
  readonly report: RunReport
  /** Of all events of the report. */
  readonly fold: RunFold
  readonly extras: ReportExtras
  /** All events of the recording, in order. */
  readonly recorded: () => AsyncIterable<readonly LabEvent[]>
  readonly drawPng: (svg: string) => Promise<Uint8Array>
}

/**
 * `csv/*.csv`, `json/*.json`, `svg/*.svg`, `png/*.png`, `report.html` (with what is known beside the run), `history.edn`, `shiviz.log`, `otlp-traces.json`:
 * the recording's own files are copied by whoever has them.
 */
export async function* exportFiles(
  format: Exclude<ExportFormat, 'recording'>,
  { report, fold, extras, recorded, drawPng }: ExportSource
): AsyncGenerator<ExportFile> {
  switch (format) {
    case 'csv':
      for (const table of seriesTables(report, fold)) yield [`csv/${table.name}.csv`, csvText(table)]
      return
    case 'json':
      for (const table of seriesTables(report, fold)) yield [`json/${table.name}.json`, jsonText(table)]
      return
    case 'svg':
      for (const picture of chartPictures(report, fold)) yield [`svg/${picture.chart.id}.svg`, [drawSvg(picture)]]
      return
    case 'png':
      for (const picture of chartPictures(report, fold)) yield [`png/${picture.chart.id}.png`, await drawPng(drawSvg(picture))]
      return
    case 'html':
      yield ['report.html', [htmlReport({ ...extras, run: { report, fold } })]]
      return
    case 'edn':
      yield ['history.edn', inChunks(ednHistory(report.events))]
      return
    case 'shiviz':
      yield ['shiviz.log', shivizLog(recorded())]
      return
    case 'otlp':
      if (spansFold.of(fold) !== null) yield ['otlp-traces.json', otlpTraces(recorded(), report.result.started_at)]
  }
}
